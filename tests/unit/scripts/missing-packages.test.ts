import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const SCRIPT = path.resolve(import.meta.dirname, '../../../scripts/missing-packages.mjs');
const own = { os: [process.platform], cpu: [process.arch] };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'weir-packages-'));
  mkdirSync(path.join(folder, 'node_modules'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const tool = { optionalDependencies: { 'tool-here': '1.0.0', 'tool-elsewhere': '1.0.0', compiled: '1.0.0' } };
const locked = {
  '': { optionalDependencies: { runtime: '24.0.0' } },
  'node_modules/tool': tool,
  'node_modules/tool-here': own,
  'node_modules/tool-elsewhere': { os: ['plan9'], cpu: [process.arch] },
  'node_modules/compiled': {},
  'node_modules/runtime': { os: process.platform, cpu: process.arch },
  // Which libc this machine has does not matter to one of the two.
  'node_modules/more': { optionalDependencies: { glibc: '1.0.0', musl: '1.0.0' } },
  'node_modules/more/node_modules/glibc': { ...own, libc: ['glibc'] },
  'node_modules/more/node_modules/musl': { ...own, libc: ['musl'] },
};

function missing(...installed: (keyof typeof locked)[]) {
  const write = (file: string, packages: object) =>
    writeFileSync(path.join(folder, file), JSON.stringify({ packages }));
  write('package-lock.json', locked);
  write(
    'node_modules/.package-lock.json',
    Object.fromEntries(installed.map((place) => [place, locked[place]])),
  );
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT], { cwd: folder, encoding: 'utf8' });
  return { status, stderr };
}

test('nothing is missing where what this machine needs is there', () => {
  expect(missing('node_modules/tool', 'node_modules/tool-here', 'node_modules/runtime')).toEqual({
    status: 0,
    stderr: '',
  });
});

test('what npm left out is named', () => {
  expect(missing('node_modules/tool')).toEqual({
    status: 1,
    stderr: 'npm left out: runtime, tool-here\n',
  });
});

test('of two libraries, the one of this machine is asked for, where its parent has it', () => {
  expect(missing('node_modules/more', 'node_modules/runtime').stderr).toMatch(
    /^npm left out: (glibc|musl)\n$/,
  );
});
