import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sourceFiles } from './source-files.ts';

/** What every Debian has, however small. */
const BASE = [
  'apt-get',
  'awk',
  'cp',
  'dash',
  'dpkg-deb',
  'find',
  'getconf',
  'ln',
  'mount',
  'rm',
  'sh',
  'stat',
  'tar',
  'umount',
];
/** What `npm ci` brings. */
const FROM_NPM = ['biome', 'knip', 'next', 'node', 'npm', 'playwright', 'tsc', 'vitest'];

/** What is looked for, and fetched into a folder of the tests where it is not there. */
const LOOKED_FOR = ['go'];

/** Commands that `tests/run` installs where they are missing. */
function provided(): string[] {
  const text = readFileSync('tests/run', 'utf8');
  return [...text.matchAll(/([a-z][a-z-]*)=[a-z][a-z.0-9-]*(?=[\s'])/g)].map(([, command]) => command ?? '');
}

/** The commands that a source text starts: the first argument, where it is a plain word. */
function started(text: string): string[] {
  const calls =
    /\b(?:run|mustRun|check|spawn|spawnSync|execFile|execFileSync)\(\s*(?:'[^']*',\s*)??'([a-z][a-z-]*)',\s*\[/g;
  return [...text.matchAll(calls)].map(([, command]) => command ?? '');
}

test('tests call only commands that tests/run installs, npm brings or every Debian has', () => {
  const known = new Set([...provided(), ...BASE, ...FROM_NPM, ...LOOKED_FOR]);
  const files = sourceFiles.filter(({ path }) => /^(tests|scripts)\//.test(path));
  const unknown = files.flatMap(({ path, code }) =>
    started(code)
      .filter((command) => !known.has(command))
      .map((command) => `${path}: ${command}`),
  );
  expect(unknown).toEqual([]);
  // It sees them at all.
  expect(files.flatMap(({ code }) => started(code)).length).toBeGreaterThan(30);
  expect(provided()).toContain('openssl');
});
