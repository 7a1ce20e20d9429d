// npm run release -- 0.10.0: writes the version wherever it is named, and moves what CHANGELOG.md tells under Unreleased below
// it, with the date. Commits, tags and pushes nothing: what is left to do is printed. Where a release would be wrong it
// changes nothing and says why.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { unpinned } from './pinned-images.mjs';

const UNRELEASED = '## [Unreleased]\n';
/** The files that name the version as it is used, and how often. */
const NAMED = [
  ['Dockerfile', 1],
  ['compose/docker-compose.yml', 2],
];

function refuse(why, status = 1) {
  console.error(`npm run release: ${why}`);
  process.exit(status);
}

const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trim();
const read = (file) => readFileSync(file, 'utf8');
const numbers = (version) => version.split('.').map(Number);

/** Whether the first one is of an earlier release than the second. */
function isLower(one, other) {
  const at = numbers(one).findIndex((number, index) => number !== numbers(other)[index]);
  return at >= 0 && numbers(one)[at] < numbers(other)[at];
}

/** CHANGELOG.md with the release; nothing where there is nothing to tell. */
function released(changelog, version, date) {
  const [before, after = '', ...more] = changelog.split(UNRELEASED);
  const [told] = after.split('\n## [');
  if (more.length > 0 || !/^- \S/m.test(told)) return undefined;
  return `${before}${UNRELEASED}\n## [${version}] - ${date}\n${after}`;
}

function renamed([file, count], old, version) {
  const parts = read(file).split(`weir:${old}`);
  if (parts.length !== count + 1)
    refuse(`${file} does not name weir:${old} ${count === 1 ? 'once' : 'twice'}.`);
  return [file, parts.join(`weir:${version}`)];
}

const [version = '', ...more] = process.argv.slice(2);
if (!/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(version) || more.length > 0) {
  refuse('it takes one version, as in: npm run release -- 0.10.0', 2);
}
const manifest = JSON.parse(read('package.json'));
const lock = JSON.parse(read('package-lock.json'));
const changelog = read('CHANGELOG.md');
const old = manifest.version;

if (git('status', '--porcelain') !== '')
  refuse('there are changes that are not committed; git status lists them.');
if (git('tag', '--list', `v${version}`) !== '' || changelog.includes(`\n## [${version}]`)) {
  refuse(`${version} is released already.`);
}
if (isLower(version, old)) refuse(`${version} is lower than ${old}, which package.json has.`);
const loose = unpinned(read('compose/docker-compose.yml'), JSON.parse(read('compose/releases.json')));
if (loose.length > 0) refuse(`${loose.join(' ')} npm run pin writes them.`);
const told = released(changelog, version, new Date().toISOString().slice(0, 10));
if (told === undefined) refuse('CHANGELOG.md tells nothing under Unreleased.');

const withVersion = (content) => `${JSON.stringify(content, null, 2)}\n`;
lock.packages[''].version = version;
const texts = [
  ['package.json', withVersion({ ...manifest, version })],
  ['package-lock.json', withVersion({ ...lock, version })],
  ['CHANGELOG.md', told],
  ...NAMED.map((named) => renamed(named, old, version)),
];
for (const [file, text] of texts) writeFileSync(file, text);
execFileSync(process.execPath, ['scripts/write-docs.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });

console.log(`Weir ${version} is written into these files:

${git('diff', '--name-only').replace(/^/gm, '  ')}

What is left, when git diff shows what it should:

  npm run check
  git commit -a -m "chore(release): ${version}"
  git tag -a v${version} -m "Weir ${version}"
  git push origin HEAD v${version}     (the tag makes the release)`);
