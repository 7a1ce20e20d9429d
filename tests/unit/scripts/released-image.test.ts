import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const repo = path.resolve(import.meta.dirname, '../../..');
const DIGEST = `sha256:${'d'.repeat(64)}`;
const IMAGE = 'ghcr.io/somebody/weir';
let folder: string;
let file: string;
const place = (name: string) => path.join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'weir-released-'));
  mkdirSync(place('compose'));
  cpSync(path.join(repo, 'compose/lib'), place('compose/lib'), { recursive: true });
  writeFileSync(place('package.json'), '{\n  "version": "0.10.0"\n}\n');
  writeFileSync(place('Dockerfile'), 'FROM scratch\n');
  file = place('compose/release.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs shell where the scripts of `compose/up` are known, and a fake docker says what it is called with. */
function shell(script: string, { pulls = true, here = [] as string[] } = {}) {
  const whole = `set -eu
    here=${place('compose')} me=compose/up scratch=${place('compose')} up_log=${place('compose/up.log')} log_is_named=yes step_in_place=''
    for part in common steps preflight images; do . "$here/lib/$part.sh"; done
    step_note() { echo "note: $1"; }
    set_env() { echo "$1=$2"; }
    env_value() { echo; }
    check_build_memory() { echo 'memory is looked at'; }
    has_image() { case " ${here.join(' ')} " in *" $1 "*) ;; *) return 1 ;; esac; }
    pull() { echo "pull $1"; pull_error='no route'; ${pulls}; }
    docker() { echo "docker $*"; }
    ${script}`;
  const { PATH } = process.env;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', whole], {
    encoding: 'utf8',
    env: { NODE_ENV: 'test' as const, PATH },
  });
  return { status, lines: stdout.split('\n').filter(Boolean), stderr };
}

const tree = () => shell('tree_hash').lines[0] ?? '';
/** Writes release.json as a release does, of the sources as they are. */
function writeRelease(version = '0.10.0', image = IMAGE, digest = DIGEST, hash = tree()): void {
  const { lines } = shell(`release_text ${version} ${image} ${digest} ${hash}`);
  writeFileSync(file, `${lines.join('\n')}\n`);
}
const choose = (options = {}) =>
  shell(
    'read_release; choose_panel_image; echo "to build: $panel_to_build"; echo "words: ${images_words:-}"',
    options,
  );
const name = () => `weir:0.10.0-${tree().slice(0, 12)}`;

test('without the file the panel is built', () => {
  expect(choose().lines).toEqual(['memory is looked at', `to build: ${name()}`, 'words: ']);
});

test('the sources of the release: its image is pulled by digest and has the name that a build would give it', () => {
  writeRelease();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    version: '0.10.0',
    image: IMAGE,
    digest: DIGEST,
    tree: tree(),
  });
  expect(choose().lines).toEqual([
    'note: fetching the panel',
    `pull ${IMAGE}@${DIGEST}`,
    `docker tag ${IMAGE}@${DIGEST} ${name()}`,
    `WEIR_IMAGE=${name()}`,
    'to build: ',
    'words: fetched',
  ]);
  expect(readFileSync(place('compose/up.log'), 'utf8')).toContain(`docker image rm ${IMAGE}@${DIGEST}`);
});

test('an image that is here is neither pulled nor built', () => {
  writeRelease();
  expect(choose({ here: [name()] }).lines).toEqual([`WEIR_IMAGE=${name()}`, 'to build: ', 'words: ']);
});

test('where no registry has it, it is built as without a release', () => {
  writeRelease();
  const { lines } = choose({ pulls: false });
  expect(lines.slice(-3)).toEqual(['memory is looked at', `to build: ${name()}`, 'words: ']);
  expect(readFileSync(place('compose/up.log'), 'utf8')).toContain('no route');
});

test.each([
  ['a file that is changed', () => writeFileSync(place('Dockerfile'), 'FROM scratch\n\n')],
  ['a file that is new', () => writeFileSync(place('new.ts'), '')],
  ['a file that is gone', () => rmSync(place('old.ts'))],
])('%s: nothing is asked of a registry', (_, change) => {
  writeFileSync(place('old.ts'), '');
  writeRelease();
  change();
  expect(choose().lines).toEqual(['memory is looked at', `to build: ${name()}`, 'words: ']);
});

test('the sources of a release stay its sources beside what no image is made of', () => {
  const before = tree();
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  for (const part of ['node_modules', '.next', '.git', '.github', 'tests', 'docs', 'compose']) {
    mkdirSync(place(part), { recursive: true });
    writeFileSync(place(`${part}/file`), 'other');
  }
  for (const part of ['README.md', 'weir.yaml', 'x.tsbuildinfo']) writeFileSync(place(part), 'other');
  expect(tree()).toBe(before);
  const left = new Set(readFileSync(path.join(repo, '.dockerignore'), 'utf8').split('\n'));
  expect(
    [...(shell('echo $NOT_IN_IMAGE').lines[0] ?? '').split(' ')].filter((part) => !left.has(part)),
  ).toEqual([]);
});

describe('a file that no release wrote stops the command before anything is done', () => {
  const refused = () => {
    const { status, lines, stderr } = choose();
    expect({ status, lines }).toEqual({ status: 1, lines: [] });
    expect(stderr).toContain(`${file} is not as a release of Weir writes it, so nothing was done.`);
    expect(stderr).toContain(`Fix: unpack the release again; or: rm ${file} `);
  };

  test.each<[string, (text: string) => string]>([
    ['empty', () => ''],
    ['no JSON', () => 'version 0.10.0\n'],
    ['an array', () => '[]\n'],
    ['without its last line', (text) => text.replace('}\n', '')],
    ['more after the end', (text) => `${text}\n`],
    ['a byte of zero', (text) => text.replace('0.10.0', '0.10\0.0')],
    ['the lines of another system', (text) => text.replaceAll('\n', '\r\n')],
    ['another order', (text) => text.replace(/( +"version".*\n)( +"image".*\n)/, '$2$1')],
    ['a field more', (text) => text.replace('{\n', '{\n  "note": "x",\n')],
    ['a field twice', (text) => text.replace(/ +"image".*\n/, '$&$&')],
    ['a field less', (text) => text.replace(/ +"digest".*\n/, '')],
    ['a tag in the place of the digest', (text) => text.replace(DIGEST, 'latest')],
    ['a short digest', (text) => text.replace('d",', '",')],
    ['a digest in capitals', (text) => text.replace(DIGEST, `sha256:${'D'.repeat(64)}`)],
    ['another hash', (text) => text.replace(DIGEST, `sha512:${'d'.repeat(64)}`)],
    ['a name without a registry', (text) => text.replace(IMAGE, 'weir')],
    ['an option in the place of the name', (text) => text.replace(IMAGE, '--help/weir')],
    ['a command in the name', (text) => text.replace(IMAGE, `${IMAGE}$(id)`)],
    ['a tag in the name', (text) => text.replace(IMAGE, `${IMAGE}:1`)],
    ['a version of other sources', (text) => text.replace('0.10.0', '0.11.0')],
    ['a tree that is no hash', (text) => text.replace(/"tree": ".{64}"/, '"tree": "any"')],
    ['much too long', (text) => text + ' '.repeat(2000)],
  ])('%s', (_, change) => {
    writeRelease();
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    refused();
  });

  test('a link, also to a good one; a folder', () => {
    writeRelease();
    cpSync(file, place('elsewhere'));
    rmSync(file);
    symlinkSync(place('elsewhere'), file);
    refused();
    rmSync(place('elsewhere'));
    refused();
    rmSync(file);
    mkdirSync(file);
    refused();
  });
});

test('a release of another version of Weir, left in the folder, is no mistake', () => {
  writeRelease('0.9.0', IMAGE, DIGEST, 'e'.repeat(64));
  expect(choose().lines.at(-2)).toBe(`to build: ${name()}`);
});

test('a registry with a port is one', () => {
  writeRelease('0.10.0', '127.0.0.1:5000/weir');
  expect(choose().lines).toContain(`pull 127.0.0.1:5000/weir@${DIGEST}`);
  chmodSync(file, 0o444);
  expect(choose().status).toBe(0);
});
