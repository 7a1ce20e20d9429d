import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { run } from '../../support/run/exec.ts';
import { commandCount, REPORT_VARIABLE, readReport } from '../../support/run/reports.ts';
import { repoDir } from '../../support/stack/stack.ts';

// The real tools run on tests that fail in every way there is.
const LIMIT_MS = 300_000;
/** In two words, since no test of ours may be switched off. */
const LEFT_OUT = ['test', 'skip'].join('.');
const folder = mkdtempSync(path.join(os.tmpdir(), 'weir-reports-'));
symlinkSync(path.join(repoDir, 'node_modules'), path.join(folder, 'node_modules'));
writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
afterAll(() => rmSync(folder, { recursive: true }));

const put = (name: string, ...lines: string[]) => writeFileSync(path.join(folder, name), lines.join('\n'));
const reporter = (tool: string) => path.join(repoDir, `tests/support/run/${tool}-reporter.ts`);

async function countOf(tool: string, ...args: string[]) {
  const report = path.join(folder, `${args.at(-1)}.json`);
  // What tells a worker of this run who it is would confuse another one.
  const { PATH, HOME } = process.env;
  const { code, output } = await run(path.join(repoDir, 'node_modules/.bin', tool), args, {
    cwd: folder,
    env: { PATH, HOME, NODE_ENV: 'test', [REPORT_VARIABLE]: report },
    timeoutMs: LIMIT_MS,
  });
  return { code, ...readReport('part', report, code, output) };
}

const vitest = (file: string) => countOf('vitest', 'run', `--reporter=${reporter('vitest')}`, file);
const playwright = (file: string) =>
  countOf('playwright', 'test', `--reporter=${reporter('playwright')}`, '--workers=1', '--retries=1', file);

test('a failed test, hook, file and a stray error of vitest each have their name', {
  timeout: LIMIT_MS,
}, async () => {
  put('vitest.config.js', "export default { test: { include: ['*.unit.js'], environment: 'node' } };");
  put(
    'all.unit.js',
    "import { afterAll, beforeAll, describe, test } from 'vitest';",
    "describe('first', () => { beforeAll(() => { throw new Error('no start\\nmore'); }); test('never', () => {}); });",
    "describe('second', () => { afterAll(() => { throw new Error('no end'); }); test('good', () => {}); });",
    "test('bad', () => { throw new Error('wrong'); });",
    "test('other', ({ expect }) => { expect(['found']).toEqual([]); });",
    `${LEFT_OUT}('left out', () => {});`,
  );
  put(
    'hook.all.unit.js',
    "import { beforeAll, test } from 'vitest';",
    "beforeAll(() => { throw new Error('no file'); });",
    "test('never', () => {});",
  );
  put('lost.all.unit.js', "import './not-there.js';");
  put(
    'stray.all.unit.js',
    "import { test } from 'vitest';",
    "test('leaves', async () => { void Promise.reject(new Error('nobody waits')); await new Promise((go) => setTimeout(go, 50)); });",
  );
  const { code, passed, failures, skipped } = await vitest('all.unit.js');
  expect(code).toBe(1);
  expect(passed).toBe(2);
  expect(skipped.sort()).toEqual(['first > never', 'left out', 'never']);
  expect(failures.sort()).toEqual([
    'bad: wrong',
    'first: no start',
    'hook.all.unit.js: no file',
    expect.stringMatching(/^lost\.all\.unit\.js: .*not-there/),
    'other: expected [ \'found\' ] to deeply equal []; + Received; +   "found",',
    'outside of any test: nobody waits',
    'second: no end',
  ]);
});

test('a failed test, a second try, a hook and an error of a file of Playwright each have their name', {
  timeout: LIMIT_MS,
}, async () => {
  put('playwright.config.js', "export default { testMatch: '*.e2e.js' };");
  put(
    'all.e2e.js',
    "import { expect, test } from '@playwright/test';",
    "test('good', () => {});",
    `${LEFT_OUT}('left out', () => {});`,
    "test('bad', () => { throw new Error('wrong\\nmore'); });",
    "test('other', () => { expect(['found']).toEqual([]); });",
    "test('second try', ({}, info) => { expect(info.retry).toBe(1); });",
    "test.describe('group', () => { test.beforeAll(() => { throw new Error('no start'); }); test('never', () => {}); });",
  );
  const all = await playwright('all.e2e.js');
  expect(all.passed).toBe(1);
  expect(all.skipped).toEqual(['all.e2e.js › left out']);
  const names = all.failures.map((failure) => failure.replace(/:.*/, ''));
  expect(new Set(names)).toEqual(
    new Set([
      'all.e2e.js › bad (line 4)',
      'all.e2e.js › other (line 5)',
      'all.e2e.js › second try (line 6)',
      'all.e2e.js › group › never (line 7)',
    ]),
  );
  expect(all.failures).toContain('all.e2e.js › bad (line 4): Error: wrong');
  expect(all.failures.find((failure) => failure.includes('other'))).toContain('"found"');
  put('lost.e2e.js', "import './not-there.js';");
  const lost = await playwright('lost.e2e.js');
  expect(lost.failures[0]).toMatch(/^outside of any test: .*not-there/);
});

test('a part that is killed or says nothing has failed, by name', () => {
  const report = path.join(folder, 'killed.json');
  expect(readReport('browser', report, 128, 'on\nended by SIGKILL, after 5 s\n')).toEqual({
    passed: 0,
    skipped: [],
    failures: ['browser did not run to its end (code 128): ended by SIGKILL, after 5 s'],
  });
  writeFileSync(report, JSON.stringify({ passed: 3, skipped: [], failures: ['a: b'], isWhole: false }));
  expect(readReport('unit', report, 128, '').failures).toEqual([
    'a: b',
    'unit did not run to its end (code 128): it printed nothing',
  ]);
  writeFileSync(report, JSON.stringify({ passed: 3, skipped: [], failures: [], isWhole: true }));
  expect(readReport('unit', report, 0, '')).toEqual({ passed: 3, skipped: [], failures: [] });
  expect(readReport('unit', report, 1, 'odd')).toMatchObject({ failures: ['unit ended with code 1: odd'] });
});

test('a command counts as one', () => {
  expect(commandCount('tsc', 0, 'fine')).toEqual({ passed: 1, failures: [], skipped: [] });
  expect(commandCount('tsc', 2, 'a\n\u001b[31mb\u001b[0m\n')).toEqual({
    passed: 0,
    failures: ['tsc ended with code 2: b'],
    skipped: [],
  });
});
