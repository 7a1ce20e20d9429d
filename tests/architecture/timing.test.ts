import { expect, test } from 'vitest';
import { sourceFiles } from './source-files.ts';

// A test says what happens and in which order. How long it takes is for tests/bench to measure: on a machine that four
// other programs keep busy, everything takes ten times as long.

/** What a test waits for may take this long; only a test that fails ever waits so long. */
const LEAST_WAIT_MS = 20_000;

/** Waits that are themselves what is tested: the product has to give up. */
const GIVES_UP = ['tests/unit/vmagent/vmagent-http.test.ts'];

const tests = sourceFiles.filter(
  ({ path }) => /^tests\/(unit|components|integration|e2e|support)\//.test(path) && !GIVES_UP.includes(path),
);

/** "path: match" of each match in the tests' code. */
function found(pattern: RegExp, isWrong: (match: RegExpExecArray) => boolean = () => true): string[] {
  return tests.flatMap(({ path, code }) =>
    [...code.matchAll(pattern)].filter(isWrong).map(([text]) => `${path}: ${text.trim()}`),
  );
}

test('no test gives up on what takes long on a busy machine', () => {
  const isShort = ([, number]: RegExpExecArray) => Number(number?.replaceAll('_', '')) < LEAST_WAIT_MS;
  expect(found(/\b(?:timeout|timeoutMs): ([0-9_]+)\b/g, isShort)).toEqual([]);
});

test('no test has a shorter limit than its project', () => {
  const isShort = ([, number]: RegExpExecArray) => Number(number?.replaceAll('_', '')) < 600_000;
  expect(found(/^\s*\}, ([0-9_]+)\);$/gm, isShort)).toEqual([]);
});

test('no test relies on the short default of vi.waitFor', () => {
  expect(found(/vi\.waitFor\((?![^;]*\btimeout: )[^;]*;/g)).toEqual([]);
});

test('no test says how long something may take', () => {
  const clock = String.raw`(?:Date\.now\(\)|performance\.now\(\)|\btook\w*|\belapsed\w*|\.seconds\b|AtMs\b[^\n]* - )`;
  expect(found(new RegExp(String.raw`expect\([^\n]*${clock}[^\n]*\)\s*\.toBeLess\w*\(`, 'g'))).toEqual([]);
});
