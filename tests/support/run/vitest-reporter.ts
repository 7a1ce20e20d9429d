import type { Reporter, SerializedError, TestCase, TestModule, TestSuite } from 'vitest/node';
import { Report } from './reports.ts';

const whyOf = (error?: SerializedError) => error && [error.message, error.diff].join('\n');

/** Notes every test, hook, file and stray error: vitest's own JSON names neither a group's hooks nor stray errors. */
export default class VitestReporter implements Reporter {
  readonly #report = new Report();

  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result();
    if (state === 'passed') this.#report.passed();
    else if (state === 'failed') this.#report.failed(test.fullName, whyOf(errors?.[0]));
    else this.#report.skipped(test.fullName);
  }

  onTestSuiteResult(suite: TestSuite): void {
    for (const error of suite.errors()) this.#report.failed(suite.fullName, error.message);
  }

  onTestModuleEnd(file: TestModule): void {
    for (const error of file.errors()) this.#report.failed(file.relativeModuleId, error.message);
    this.#report.write();
  }

  onTestRunEnd(_files: readonly TestModule[], strayErrors: readonly SerializedError[], reason: string): void {
    for (const error of strayErrors) this.#report.failed('outside of any test', error.message);
    this.#report.write(reason !== 'interrupted');
  }
}
