import 'server-only';
import { dryRuns } from '../../compose/create/dry-runs';
import { tailLogs } from '../../docker/logs';
import { serviceUrl } from '../../env';
import { AppError } from '../../errors';
import type { Program } from '../../stack/source-files';
import { request } from '../../vmagent/http';
import { until } from '../../wait';
import { jobFaults } from './faults';

const RELOAD_LIMIT_MS = 10_000;
const LOG_LIMIT_MS = 5000;
const PAUSE_MS = 300;
/** It says so within milliseconds; its log is read through the engine. */
const SKIP_MS = 1500;
/** One is enough as a rule: what was under way ends when it is told to. */
const TRIES = 5;
const MAX_WORDS = 300;

export const yace: Program = {
  ...dryRuns['yace-config'],
  id: 'yace-config',
  // It only warns of settings that it does not know, and would then collect something else than was meant.
  complaint: /"level":"(?:WARN|ERROR)"|\blevel=(?:WARN|ERROR|warn|error)\b/,
  faults: jobFaults,
  reload,
};

/**
 * Makes YACE read its configuration again. It answers 200 whatever it thinks of the file, so its log decides:
 * after "Parsing config" comes "Reset clients cache", or an error (cmd/yace/main.go). A reload also begins a new
 * collection from AWS at once, unless one is under way: that one is ended, all values of AWS go, and none come until the
 * next round (cmd/yace/scraper.go). Then it is told again.
 * @throws AppError verify-failed with YACE's words, timeout or service-absent
 */
async function reload(): Promise<void> {
  for (let left = TRIES; left > 0; left -= 1) {
    const sinceMs = Date.now();
    await readAgain(sinceMs);
    const hasSkipped = async () => collectionSkipped(await newLines(sinceMs));
    if ((await until(hasSkipped, { everyMs: PAUSE_MS, atMostMs: SKIP_MS })) === null) return;
  }
  const words = 'yace has read its configuration, but does not begin to collect with it.';
  throw failed(words, 'Its log says why. Restart it, or wait for its next round.');
}

const newLines = async (sinceMs: number) =>
  (await tailLogs('yace', { tail: 200, sinceMs })).map(({ text }) => text);

/** @throws as `reload` */
async function readAgain(sinceMs: number): Promise<void> {
  const answer = await request(`${serviceUrl('yace')}/reload`, {
    method: 'POST',
    timeoutMs: RELOAD_LIMIT_MS,
  }).catch((cause: unknown) => {
    const words = 'yace does not answer, so it could not be told to read its configuration.';
    throw failed(words, 'Its log says why. A restart makes it read the configuration too.', cause);
  });
  const verdict = await until(async () => yaceVerdict(await newLines(sinceMs)), {
    everyMs: PAUSE_MS,
    atMostMs: answer.status === 200 ? LOG_LIMIT_MS : 0,
  });
  if (verdict === 'accepted') return;
  if (verdict === null) {
    const words = 'yace was told to read its configuration, but its log does not say that it did.';
    throw failed(words, 'Look into its log, or restart it.');
  }
  const words = `yace refuses its configuration and keeps the earlier one: ${verdict}`;
  throw failed(words, 'Correct config/yace/config.yml in the stack folder and reload again.');
}

const failed = (words: string, hint: string, cause?: unknown) =>
  new AppError('verify-failed', words, { hint, cause });

/** Whether YACE's log says of its last reload that a collection was under way, and so none began. */
export function collectionSkipped(lines: string[]): boolean {
  const start = lines.findLastIndex((line) => line.includes('Parsing config'));
  return lines.slice(start + 1).some((line) => line.includes('Another scrape is already in process'));
}

/** What YACE's log says of its last reload: accepted, the reason why not, or null when it says nothing yet. */
export function yaceVerdict(lines: string[]): string | null {
  const start = lines.findLastIndex((line) => line.includes('Parsing config'));
  if (start === -1) return null;
  const after = lines.slice(start + 1);
  const refusal = after.find((line) => /Couldn't read config file|Failed to construct/.test(line));
  if (refusal !== undefined) return reasonIn(refusal);
  return after.some((line) => line.includes('Reset clients cache')) ? 'accepted' : null;
}

function reasonIn(line: string): string {
  const reason =
    /"err":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? /\berr="((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? line;
  return reason.replaceAll('\\"', '"').slice(0, MAX_WORDS);
}
