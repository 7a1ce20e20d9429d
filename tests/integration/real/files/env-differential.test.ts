import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseEnv } from '@/lib/server/files/env/env-file';
import { run } from '../../../support/run/exec';
import { type Random, random, testSeed } from '../../../support/run/random';
import { composeBinary } from '../../../support/stack/debian';

/** More of them by hand: WEIR_TEST_FILES=3000. */
const FILES = Number(process.env.WEIR_TEST_FILES ?? 120);

const GAPS = ['', '', '', '', ' ', '\t', '\r', '\v', '\f', '\u0085', '\u00a0', '\u2003', '\u2028', '\ufeff'];
const NAMES = [
  'A',
  'B',
  'C1',
  '_d',
  'a.b',
  'X-Y',
  'é',
  '²',
  'L[0]',
  '1',
  'A B',
  'A\tB',
  '',
  'A+',
  '"A"',
  'A\0',
];
const VALUES = [
  ...['', '1', 'x y', 'a=b', 'a#b', 'a #b', '#b', '$A', '${A}', '${N:-d}', '${N-$A}', '${A:+x}', '$$A', '$'],
  ...[
    '${A',
    '${1}',
    '${N:?no}',
    '"q"',
    '"q" # x',
    "'s'",
    "'s' B=2",
    '"',
    "'",
    '"two\nlines"',
    "'two\n#lines'",
  ],
  ...[
    '"\\n\\t\\v"',
    '"\\0101\\0000"',
    '"a\\"b"',
    "'a\\'b'",
    '"\\$A"',
    "'$A'",
    'a\\nb',
    '"a\\',
    'x\0y',
    '\ufeff',
  ],
  ...['😀', 'ü', 'a\u2003', '"a"b=c', 'it\'s "so"', '[]', '"${A}"', 'x'.repeat(70_000)],
];

function statement(dice: Random): string {
  const gap = () => dice.pick(GAPS);
  if (dice.chance(0.1)) return `${gap()}# ${dice.pick(VALUES)}`;
  // Most files must be ones that Compose takes, or nothing but refusals is compared.
  const name = dice.chance(0.9) ? dice.pick(NAMES.slice(0, 9)) : dice.pick(NAMES);
  const value = dice.chance(0.9)
    ? dice.pick(VALUES.filter((text) => !text.includes('\0')))
    : dice.pick(VALUES);
  const prefix = dice.chance(0.15) ? `export${dice.pick([' ', '\t', '\v', '\n', ''])}` : '';
  if (dice.chance(0.08)) return `${gap()}${prefix}${name}${gap()}`;
  const odd = () => (dice.chance(0.2) ? gap() : '');
  return `${odd()}${prefix}${name}${odd()}${dice.chance(0.9) ? '=' : ':'}${odd()}${value}${odd()}`;
}

function fileOf(dice: Random): string {
  const lines = Array.from({ length: 1 + dice.int(4) }, () => statement(dice));
  const ends = dice.chance(0.15) ? '\r\n' : '\n';
  return `${dice.chance(0.1) ? '\ufeff' : ''}${lines.join(ends)}${dice.chance(0.8) ? ends : ''}`;
}

let binaries: string[] = [];
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'weir-env-'));
  binaries = [await composeBinary('trixie'), await composeBinary('sid')];
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What Compose makes of the variables that the folder's Compose file names; null where it refuses `.env`. */
async function composeReads(binary: string, keys: readonly string[]): Promise<Record<string, string> | null> {
  const env = { PATH: process.env.PATH, HOME: folder, NODE_ENV: 'test' } as const;
  const { code, stdout, stderr } = await run(binary, ['config', '--format', 'json'], { cwd: folder, env });
  if (/failed to read|setenv: invalid argument/.test(stderr)) return null;
  if (code !== 0) throw new Error(`Compose could not be asked (${code}): ${stderr.slice(-600)}`);
  const read: Record<string, string | null> = JSON.parse(stdout).services.a.environment;
  return Object.fromEntries(keys.map((key) => [key, (read[key] ?? '').replaceAll('$$', '$')]));
}

function weirReads(text: string): Record<string, string> | null {
  try {
    return parseEnv(text);
  } catch {
    return null;
  }
}

async function compare(text: string, label: string): Promise<'taken' | 'refused'> {
  writeFileSync(path.join(folder, '.env'), text);
  const mine = weirReads(text);
  const keys = Object.keys(mine ?? {}).filter((key) => /^[A-Za-z_]\w*$/.test(key));
  const environment = Object.fromEntries(['ANY', ...keys].map((key) => [key, `\${${key}}`]));
  const services = { a: { image: 'none', environment } };
  writeFileSync(path.join(folder, 'docker-compose.yml'), JSON.stringify({ name: 'weir-env', services }));
  const theirs = await Promise.all(binaries.map((binary) => composeReads(binary, keys)));
  // What one of the two refuses is refused.
  const isRefused = theirs.includes(null);
  expect(mine === null, label).toBe(isRefused);
  for (const read of theirs)
    if (mine && read) for (const key of keys) expect(mine[key], label).toBe(read[key]);
  return isRefused ? 'refused' : 'taken';
}

it.each([
  ['a bare name last without a line end', 'B=1\nA'],
  ['a BOM inside', 'A=1\n\ufeffB=2\n'],
  ['an empty name', '=1\nA=2\n'],
  ['an empty name behind export', 'export =1\n'],
  ['a NUL in a value', 'A=1\0B\n'],
  ['a NUL by its number', 'A="\\0000"\n'],
  ['two BOMs', '\ufeff\ufeffA=1\n'],
])('case 30, a small difference to Compose: %s is refused with its line', async (name, text) => {
  expect(await compare(text, name)).toBe('refused');
  expect(() => parseEnv(text)).toThrow(/^Line \d+ of \.env /);
});

it('case 30, a small difference to Compose: random files are taken, refused and read as both releases do', async () => {
  const seed = testSeed();
  const seen = { taken: 0, refused: 0 };
  for (let i = 0; i < FILES; i++) {
    const text = fileOf(random(seed + i));
    seen[await compare(text, `WEIR_TEST_SEED=${seed + i}: ${escape(text.slice(0, 300))}`)] += 1;
  }
  console.log(`${seen.taken} files taken, ${seen.refused} refused`);
  expect(seen.taken).toBeGreaterThan(FILES / 10);
  expect(seen.refused).toBeGreaterThan(FILES / 10);
}, 1_200_000);
