import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
const { version: old } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
let repository: string;

function git(...args: string[]): string {
  const own = ['-c', 'user.name=Weir', '-c', 'user.email=weir@example.com', '-c', 'init.defaultBranch=main'];
  return execFileSync('git', [...own, ...args], { cwd: repository, encoding: 'utf8' }).trim();
}
const text = (file: string) => readFileSync(path.join(repository, file), 'utf8');
const write = (file: string, content: string) => writeFileSync(path.join(repository, file), content);

/** `npm run release -- …` in the copy. */
function release(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/release.mjs', ...args], {
    cwd: repository,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const DIGEST = `sha256:${'0'.repeat(64)}`;
const IMAGE = /(\$\{[A-Z_]+_IMAGE:-(?!weir:)[^@}]+)(@sha256:[0-9a-f]{64})?\}/g;

/** As `npm run pin` leaves the files, with a digest that no image has. */
function pinAll(): void {
  write('compose/docker-compose.yml', text('compose/docker-compose.yml').replace(IMAGE, `$1@${DIGEST}}`));
  const releases = JSON.parse(text('compose/releases.json'));
  for (const { versions } of releases.images)
    versions[0].digests = { index: DIGEST, amd64: DIGEST, arm64: DIGEST };
  write('compose/releases.json', JSON.stringify(releases));
}

// The files as they are now, in a repository of their own.
beforeAll(() => {
  repository = mkdtempSync(path.join(tmpdir(), 'weir-release-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of listed.split('\0').filter((name) => name && existsSync(path.join(root, name))))
    cpSync(path.join(root, file), path.join(repository, file), { recursive: true });
  git('init', '-q');
  symlinkSync(path.join(root, 'node_modules'), path.join(repository, 'node_modules'));
  write('.git/info/exclude', 'node_modules\n');
  const changelog = text('CHANGELOG.md');
  write('CHANGELOG.md', changelog.replace('## [Unreleased]\n', '$&\n### Added\n\n- Something new.\n'));
  pinAll();
  git('add', '-A');
  git('commit', '-q', '-m', 'feat: all of it');
});
afterEach(() => {
  git('reset', '-q', '--hard');
  for (const tag of git('tag').split('\n').filter(Boolean)) git('tag', '-d', tag);
});
afterAll(() => rmSync(repository, { recursive: true, force: true }));

test('the version is written wherever it is named, and nothing else is changed', () => {
  const before = { head: git('rev-parse', 'HEAD'), branches: git('branch', '-a') };
  const { status, stdout, stderr } = release('97.10.0');
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const changed = git('diff', '--numstat').split('\n').sort();
  expect(changed.map((line) => line.replace(/\t/g, ' '))).toEqual([
    '1 1 Dockerfile',
    '1 1 lib/server/change/shipped.json',
    '1 1 package.json',
    '2 0 CHANGELOG.md',
    '2 2 compose/docker-compose.yml',
    '2 2 package-lock.json',
    expect.stringMatching(/^(\d) \1 openapi\.json$/),
  ]);
  const isNamed = new RegExp(`(weir:|"version": ")${old.replaceAll('.', '\\.')}\\b`);
  const files = git('ls-files')
    .split('\n')
    .filter((file) => !/^tests\/|^openapi\.json$/.test(file));
  expect(files.filter((file) => isNamed.test(text(file)))).toEqual([]);
  expect(JSON.parse(text('openapi.json')).info.version).toBe('97.10.0');
  expect(text('CHANGELOG.md')).toMatch(
    /\n## \[Unreleased\]\n\n## \[97\.10\.0\] - \d{4}-\d\d-\d\d\n\n### Added\n\n- Something new\.\n/,
  );
  // What is left is for a person to do.
  expect({ head: git('rev-parse', 'HEAD'), branches: git('branch', '-a') }).toEqual(before);
  expect(git('tag')).toBe('');
  expect(git('diff', '--cached', '--name-only')).toBe('');
  for (const left of ['npm run check', 'git commit', 'git tag -a v97.10.0', 'git push origin HEAD v97.10.0'])
    expect(stdout).toContain(left);
});

test('a digest in docker-compose.yml is the one of releases.json', () => {
  const { stderr } = spawnSync(process.execPath, ['scripts/pin.mjs', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stderr).not.toMatch(/another digest|has no entry/);
});

describe('where a release would be wrong, nothing is changed', () => {
  const refused = (version: string, why: RegExp, code = 1) => {
    const before = git('status', '--porcelain');
    const { status, stderr, stdout } = release(...version.split(' ').filter(Boolean));
    expect(stderr).toMatch(why);
    expect(stderr.split('\n')).toHaveLength(2);
    expect({ status, stdout }).toEqual({ status: code, stdout: '' });
    expect(git('status', '--porcelain')).toBe(before);
  };

  test.each(['', 'v1.2.3', '1.2', '1.2.3-rc.1', '01.2.3', '1.2.3 1.2.4', '--help', "1.2.3'"])(
    '%j is no version',
    (version) => refused(version, /takes one version/, 2),
  );

  test('a file that is not committed, changed or new', () => {
    write('LICENSE', 'another');
    refused('97.10.0', /not committed/);
    git('reset', '-q', '--hard');
    write('new.txt', 'new');
    refused('97.10.0', /not committed/);
    rmSync(path.join(repository, 'new.txt'));
  });

  test('a version that is tagged, or told in the changelog', () => {
    git('tag', 'v97.10.0');
    refused('97.10.0', /97\.10\.0 is released already/);
    write('CHANGELOG.md', `${text('CHANGELOG.md')}\n## [98.0.0] - 2026-01-01\n`);
    git('commit', '-q', '-a', '-m', 'docs: told');
    refused('98.0.0', /98\.0\.0 is released already/);
    git('reset', '-q', '--hard', 'HEAD~1');
  });

  test('a lower version: by its numbers, not its digits', () => {
    refused('0.0.9', new RegExp(`0\\.0\\.9 is lower than ${old}`));
    write('package.json', text('package.json').replace(`"version": "${old}"`, '"version": "97.10.0"'));
    git('commit', '-q', '-a', '-m', 'chore: higher');
    refused('97.9.9', /97\.9\.9 is lower than 97\.10\.0/);
    git('reset', '-q', '--hard', 'HEAD~1');
  });

  test.each([
    [/has no digest/, 'compose/docker-compose.yml', (all: string) => all.replace(IMAGE, '$1}')],
    [
      /another digest/,
      'compose/docker-compose.yml',
      (all: string) => all.replace(DIGEST, DIGEST.replace('0', 'f')),
    ],
    [/both processors/, 'compose/releases.json', (all: string) => all.replaceAll('arm64', 'amd64')],
    [/has no entry/, 'compose/releases.json', (all: string) => all.replaceAll('"v1.149.0"', '"v1.148.0"')],
  ])('an image that is not pinned: %s', (why, file, change) => {
    write(file, change(text(file)));
    git('commit', '-q', '-a', '-m', 'chore: loose');
    refused('97.10.0', why);
    git('reset', '-q', '--hard', 'HEAD~1');
  });

  test('nothing under Unreleased, though an earlier release tells much', () => {
    const changelog = text('CHANGELOG.md');
    write(
      'CHANGELOG.md',
      changelog.replace('## [Unreleased]\n', '$&\n### Added\n\n## [0.0.1] - 2026-01-01\n'),
    );
    git('commit', '-q', '-a', '-m', 'docs: nothing new');
    refused('97.10.0', /tells nothing under Unreleased/);
    git('reset', '-q', '--hard', 'HEAD~1');
  });

  test('a file that does not name the version as it should', () => {
    write('Dockerfile', text('Dockerfile').replace(`weir:${old}`, 'weir:mine'));
    git('commit', '-q', '-a', '-m', 'docs: mine');
    refused('97.10.0', /Dockerfile does not name weir:\S+ once/);
    git('reset', '-q', '--hard', 'HEAD~1');
  });
});
