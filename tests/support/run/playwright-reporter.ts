import type { FullResult, Reporter, TestCase, TestError, TestResult } from '@playwright/test/reporter';
import { Report } from './reports.ts';

const lineOf = (error?: TestError) => (error?.location ? ` (line ${error.location.line})` : '');

/** Notes every test and every error outside of tests. A test that needed a second try has failed. */
export default class PlaywrightReporter implements Reporter {
  readonly #report = new Report();

  onTestEnd(test: TestCase, result: TestResult): void {
    // File, groups and title; before them stand the root and the project.
    const title = test.titlePath().slice(2).join(' › ');
    if (result.status === 'skipped' && test.expectedStatus === 'skipped') this.#report.skipped(title);
    else if (result.status === test.expectedStatus && result.retry === 0) this.#report.passed();
    else if (result.status !== test.expectedStatus)
      this.#report.failed(`${title}${lineOf(result.error)}`, result.error?.message ?? result.status);
  }

  onError(error: TestError): void {
    this.#report.failed('outside of any test', error.message ?? error.value);
  }

  onEnd({ status }: FullResult): void {
    this.#report.write(status === 'passed' || status === 'failed');
  }

  printsToStdio(): boolean {
    return false;
  }
}
