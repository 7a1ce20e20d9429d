// How tests ended, as the run's sum tells it. Reporters write it while a part runs, so a part that is killed has names too.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

export interface Count {
  passed: number;
  /** "title: why" of everything that failed: tests, hooks, files that cannot be loaded, errors outside of tests. */
  failures: string[];
  skipped: string[];
}

/** Variable that tells a reporter which file to write. */
export const REPORT_VARIABLE = 'WEIR_TEST_REPORT';

/** Collects for the file that the environment names; without it nothing is written. */
export class Report {
  readonly #count: Count = { passed: 0, failures: [], skipped: [] };
  readonly #file = process.env[REPORT_VARIABLE];

  passed(): void {
    this.#count.passed++;
  }

  /** @param why of its lines, the first and those that say what was looked for and what was found */
  failed(title: string, why: string | undefined): void {
    this.#count.failures.push(`${title}: ${reason(why)}`);
    this.write();
  }

  skipped(title: string): void {
    this.#count.skipped.push(title);
  }

  write(isWhole = false): void {
    if (this.#file) writeFileSync(this.#file, JSON.stringify({ ...this.#count, isWhole }));
  }
}

/**
 * What a reporter wrote. A part that failed has at least one failure with a name.
 * @param code exit code of the part
 * @param said what it printed, to name a failure that no test had
 */
export function readReport(part: string, file: string, code: number, said: string): Count {
  const none = { passed: 0, failures: [], skipped: [], isWhole: false };
  const { isWhole, ...count }: Count & { isWhole: boolean } = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : none;
  if (!isWhole) count.failures.push(`${part} did not run to its end (code ${code}): ${lastLine(said)}`);
  else if (code !== 0 && count.failures.length === 0)
    count.failures.push(`${part} ended with code ${code}: ${lastLine(said)}`);
  return count;
}

/** Of a command whose exit code is its verdict. */
export function commandCount(part: string, code: number, said: string): Count {
  const failures = code === 0 ? [] : [`${part} ended with code ${code}: ${lastLine(said)}`];
  return { passed: code === 0 ? 1 : 0, failures, skipped: [] };
}

const lines = (text = '') =>
  stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
const SOUGHT = /^((Locator|Expected|Received): |\+ +["\w])/;
const reason = (text?: string) => {
  const [first = 'no reason was given', ...more] = lines(text);
  return [first, ...more.filter((line) => SOUGHT.test(line)).map((line) => line.slice(0, 200))].join('; ');
};
const lastLine = (text?: string) => lines(text).at(-1) ?? 'it printed nothing';
