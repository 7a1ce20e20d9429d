// What vitest and Playwright wrote down about a run, as counts.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { repoDir } from './stack.ts';

export interface Count {
  passed: number;
  failed: number;
  skipped: string[];
  /** The failed tests, each with the first line of its message: the end of a long output tells it all. */
  failures: string[];
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numFailedTestSuites: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
}

/** @param code exit code of vitest */
export function vitestCount(report: string, code: number): Count {
  const result = read<VitestReport>(report);
  const tests = result?.testResults.flatMap((file) => file.assertionResults) ?? [];
  return {
    passed: result?.numPassedTests ?? 0,
    // A file that cannot be loaded, or a hook that throws, fails no single test.
    failed: result?.numFailedTests || (code === 0 ? 0 : 1),
    skipped: tests
      .filter((test) => ['pending', 'skipped', 'todo'].includes(test.status))
      .map((test) => test.fullName),
    failures: [
      ...tests
        .filter((test) => test.status === 'failed')
        .map((test) => `${test.fullName}: ${firstLine(test.failureMessages[0])}`),
      ...(result?.testResults ?? [])
        .filter((file) => file.status === 'failed' && file.message)
        .map((file) => `${path.relative(repoDir, file.name)}: ${firstLine(file.message)}`),
    ],
  };
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  suites: PlaywrightSuite[];
}
interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs: {
    title: string;
    tests: {
      status: string;
      annotations: { type: string; description?: string }[];
      results: { error?: { message?: string } }[];
    }[];
  }[];
}
type PlaywrightTest = PlaywrightSuite['specs'][number]['tests'][number];

/** "title: reason" of every test of that status, in all suites. */
function specs(suite: PlaywrightSuite, status: string, reason: (test: PlaywrightTest) => string): string[] {
  const own = suite.specs.flatMap((spec) =>
    spec.tests.filter((test) => test.status === status).map((test) => `${spec.title}: ${reason(test)}`),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => specs(inner, status, reason))];
}

const whySkipped = (test: PlaywrightTest) =>
  test.annotations.map((note) => note.description ?? note.type).join(', ');
const whyFailed = (test: PlaywrightTest) => firstLine(test.results.at(-1)?.error?.message);

/** @param code exit code of Playwright */
export function playwrightCount(report: string, code: number): Count {
  const result = read<PlaywrightReport>(report);
  const stats = result?.stats ?? { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky || (code === 0 ? 0 : 1),
    skipped: result?.suites.flatMap((suite) => specs(suite, 'skipped', whySkipped)) ?? [],
    failures:
      result?.suites.flatMap((suite) =>
        ['unexpected', 'flaky'].flatMap((status) => specs(suite, status, whyFailed)),
      ) ?? [],
  };
}

function read<T>(report: string): T | null {
  return existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as T) : null;
}

function firstLine(text = ''): string {
  return stripVTControlCharacters(text).split('\n')[0] ?? '';
}
