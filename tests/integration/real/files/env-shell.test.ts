import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEnv, setEnv } from '@/lib/server/files/env/env-file';
import { corpus } from '../../../support/cases/corpus';
import { envSamples } from '../../../support/cases/env-samples';
import { type Random, random, testSeed } from '../../../support/run/random';
import { repoDir } from '../../../support/stack/stack';

const PROGRAM = path.join(repoDir, 'compose/lib/env-file.awk');
const REFUSED = 3;
const NAMES = ['A', 'B', 'C', 'D'];

let folder = '';
let file = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'weir-env-shell-'));
  file = path.join(folder, '.env');
});
afterAll(() => rmSync(folder, { recursive: true }));

function awk(text: string, variable: string, env: Record<string, string> = {}) {
  writeFileSync(file, text);
  return spawnSync('awk', ['-v', variable, '-f', PROGRAM, file], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LC_ALL: 'C', NODE_ENV: 'test', ...env },
  });
}

/** What the scripts read, or null where they refuse. */
function shellReads(text: string, names: readonly string[]): Record<string, string> | null {
  const { status, stdout, stderr } = awk(text, `names=${names.join(' ')}`);
  expect(stderr).toBe('');
  if (status === REFUSED) {
    expect(stdout).toMatch(/^! \d+ [^\n]+\n$/);
    return null;
  }
  expect(status).toBe(0);
  const lines = stdout.split('\n').slice(0, -1);
  return Object.fromEntries(lines.map((line) => [line.split('=', 1)[0], line.slice(line.indexOf('=') + 1)]));
}

function panelReads(text: string, names: readonly string[]): Record<string, string> | null {
  try {
    return Object.fromEntries(Object.entries(parseEnv(text)).filter(([name]) => names.includes(name)));
  } catch {
    return null;
  }
}

/** What the real `docker compose` reads, or null where it refuses. Many files at once are one call each: it is slow. */
function composeReads(text: string, names: readonly string[]): Record<string, string> | null {
  // Set but empty and not set differ only with `-`.
  const environment = Object.fromEntries(names.map((name) => [name, `\${${name}-is not set}`]));
  writeFileSync(file, text);
  const services = { a: { image: 'none', environment } };
  writeFileSync(
    path.join(folder, 'docker-compose.yml'),
    JSON.stringify({ name: 'weir-env-shell', services }),
  );
  try {
    const output = execFileSync('docker', ['compose', 'config', '--format', 'json'], {
      cwd: folder,
      env: { PATH: process.env.PATH, DOCKER_CONFIG: process.env.DOCKER_CONFIG, NODE_ENV: 'test' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const read: Record<string, string> = JSON.parse(output.toString()).services.a.environment;
    return Object.fromEntries(
      Object.entries(read)
        .filter(([, value]) => value !== 'is not set')
        .map(([name, value]) => [name, value.replaceAll('$$', '$')]),
    );
  } catch {
    return null;
  }
}

const PIECES =
  'A B C D A=1 export = : # $ $$ ${A} $B ${C:-x} ${ } " \' \\ \\n \\" x y. 8430 é \u00a0 \ufeff \t \r - [0] a.b'.split(
    ' ',
  );

function randomFile(dice: Random): string {
  const line = () => {
    const value = Array.from({ length: dice.int(6) }, () => dice.pick(PIECES)).join(
      dice.chance(0.5) ? ' ' : '',
    );
    const quote = dice.chance(0.3) ? dice.pick(['"', "'"]) : '';
    const name = dice.chance(0.9) ? dice.pick(NAMES) : dice.pick(PIECES);
    const lead = dice.chance(0.2) ? dice.pick(['export ', '  ', '\t', '\ufeff', 'export  ']) : '';
    const mark = dice.pick(['=', '=', '=', ' = ', ': ', '']);
    const tail = dice.chance(0.3) ? dice.pick([' # note', '# note', '\r', ' ', ' B=2']) : '';
    return `${lead}${name}${mark}${quote}${value}${quote}${tail}`;
  };
  return Array.from({ length: 1 + dice.int(4) }, line).join('\n') + dice.pick(['\n', '\n', '']);
}

describe('.env in the scripts', () => {
  it.each(envSamples)('is read as the panel and Compose read it, or refused: $name', ({ text, values }) => {
    // One by one: a value that the scripts cannot read hides no other.
    for (const name of Object.keys(values)) {
      const read = shellReads(text, [name]);
      if (read !== null) expect(read, text).toEqual({ [name]: values[name] });
    }
  });

  it.each([
    ['a byte order mark', '\ufeffWEIR_PORT=22440\n', { WEIR_PORT: '22440' }],
    ['a comment', 'WEIR_PORT=22440 # the panel\n', { WEIR_PORT: '22440' }],
    ['Windows line ends', 'WEIR_PORT=22440\r\n', { WEIR_PORT: '22440' }],
    ['export', 'export WEIR_PROJECT=attic\n', { WEIR_PROJECT: 'attic' }],
    ['blanks around the sign', 'WEIR_PROJECT = attic\n', { WEIR_PROJECT: 'attic' }],
    ['a quoted value with a comment', "WEIR_PROJECT='attic' # up there\n", { WEIR_PROJECT: 'attic' }],
    ['a reference', 'B=22440\nWEIR_PORT=${B}\n', { WEIR_PORT: '22440' }],
    ['a value of several lines before it', 'KEY="1\nWEIR_PORT=1\n"\nWEIR_PORT=2\n', { WEIR_PORT: '2' }],
  ])('is understood with %s', (_, text, values) => {
    expect(shellReads(text, ['WEIR_PORT', 'WEIR_PROJECT'])).toEqual(values);
    expect(composeReads(text, ['WEIR_PORT', 'WEIR_PROJECT'])).toEqual(values);
  });

  it.each([
    ['a quote that is not closed', 'A=1\nWEIR_PORT="1\n', '2 has a quote that is not closed'],
    ['a value of several lines', 'WEIR_PORT="1\n2"\n', '1 has a line end'],
    ['a default in a reference', 'A=1\n\nWEIR_PORT=${B:-1}\n', '3 has a "$"'],
    ['a reference to what the file does not set', 'WEIR_PORT=$HOME\n', '1 refers to HOME'],
    ['a name alone', 'WEIR_PORT\nA=1\n', '1 has a name without a value'],
    ['no name', '=1\n', '1 begins with a character'],
  ])('is refused with its line where it has %s', (_, text, words) => {
    expect(awk(text, 'names=WEIR_PORT').stdout).toContain(`! ${words}`);
  });

  it('is never read as another value than the panel reads, whatever is in it', () => {
    const seed = testSeed();
    let read = 0;
    for (let run = 0; run < 1500; run++) {
      const text = randomFile(random(seed + run));
      const ours = shellReads(text, NAMES);
      // A value that nobody can read and that the scripts do not need is no reason for them to stop.
      const panel = panelReads(text, NAMES);
      if (ours === null || panel === null) continue;
      read++;
      expect(ours, `WEIR_TEST_SEED=${seed + run}: ${JSON.stringify(text)}`).toEqual(panel);
    }
    expect(read).toBeGreaterThan(150);
  });

  it('is never read as another value than Compose reads, whatever is in it', () => {
    const seed = testSeed() + 100_000;
    let read = 0;
    for (let run = 0; read < 40; run++) {
      const text = randomFile(random(seed + run));
      const ours = shellReads(text, NAMES);
      if (ours === null || Object.keys(ours).length === 0) continue;
      const compose = composeReads(text, NAMES);
      if (compose === null) continue;
      read++;
      expect(ours, `WEIR_TEST_SEED=${seed + run}: ${JSON.stringify(text)}`).toEqual(compose);
    }
  });

  it('has a value emptied before a comment, which does not become the value', () => {
    const { stdout } = awk('WEIR_PORT=8430 # the panel\nB=1\n', 'set=WEIR_PORT', { NEW: '' });
    expect(stdout).toBe("WEIR_PORT='' # the panel\nB=1\n");
    expect(parseEnv(stdout)).toEqual({ WEIR_PORT: '', B: '1' });
    expect(composeReads(stdout, ['WEIR_PORT', 'B'])).toEqual({ WEIR_PORT: '', B: '1' });
  });

  it('has each value changed in its place, and nothing else', () => {
    const dice = random(testSeed());
    for (const { name, text } of corpus('env')) {
      for (const key of [...Object.keys(parseEnv(text)).filter((each) => /^\w+$/.test(each)), 'NEW_ONE']) {
        const value = dice.pick(['8431', '', 'a b', 'weir:0.1.0-0123456789ab', '$x # y', 'Europe/Berlin']);
        const { status, stdout } = awk(text, `set=${key}`, { NEW: value });
        if (status === REFUSED) continue;
        expect(parseEnv(stdout)[key], `${name} ${key}=${value}`).toBe(value);
        const { REF: _, ...others } = { ...parseEnv(stdout), [key]: '' };
        const { REF: __, ...before } = { ...parseEnv(setEnv(text, { [key]: value })), [key]: '' };
        expect(others, `${name} ${key}=${value}`).toEqual(before);
      }
    }
  });
});
