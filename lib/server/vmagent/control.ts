import 'server-only';
import type { LogLine } from '@/lib/schemas/log-line';
import { AppError } from '../errors';
import { until } from '../wait';
import { askVmagent, readMetrics } from './client';
import { aggregationMessage, configMessage } from './log';
import type { VmagentMetrics } from './metrics';

/** vmagent's `/metrics` is a second old at most (lib/appmetrics), and the reload itself runs aside. */
const POLL_MS = 1000;
/** A config that is the same as before changes no counter; this long without an error is a yes. */
const UNCHANGED_MS = 3000;
const LIMIT_MS = 15_000;

/** What vmagent's metrics say of the file of aggregations since it was told to read its files again. */
export function aggregationOutcome(
  before: VmagentMetrics,
  now: VmagentMetrics,
): 'applied' | 'refused' | 'open' | 'not-read' {
  if (now.aggregationOk === null) return 'not-read';
  if ((now.aggregationErrors ?? 0) > (before.aggregationErrors ?? 0)) return 'refused';
  const isNewer = (now.aggregationLoadedAtMs ?? 0) > (before.aggregationLoadedAtMs ?? 0);
  return now.aggregationOk && isNewer ? 'applied' : 'open';
}

interface ReloadOptions {
  /** The end of vmagent's log, for its words on a config that it refuses. */
  readLog?: () => Promise<readonly LogLine[]>;
  signal?: AbortSignal;
}

type Outcome = 'applied' | 'unchanged' | 'refused' | 'open';

/** What the counters say of a reload that was asked for `elapsedMs` ago. Truth table of lib/promscrape/scraper.go. */
export function reloadOutcome(before: VmagentMetrics, now: VmagentMetrics, elapsedMs: number): Outcome {
  const grew = (name: 'configErrors' | 'configReloads' | 'configLoadedAtMs') =>
    (now[name] ?? 0) > (before[name] ?? 0);
  if (grew('configErrors')) return 'refused';
  if (grew('configReloads') || grew('configLoadedAtMs')) return 'applied';
  // Before 1.96 there is no gauge, and no counter of errors either: only the log tells.
  const isOld = now.configOk === null && now.configErrors === null;
  return elapsedMs >= UNCHANGED_MS && (now.configOk === true || isOld) ? 'unchanged' : 'open';
}

/**
 * Makes vmagent read its scrape config again and waits until vmagent itself says that it runs it: `/-/reload`
 * answers 200 whatever comes of it.
 * @throws AppError vmagent-unreachable, timeout; verify-failed with vmagent's words when it keeps the old config
 */
export async function reload(options: ReloadOptions = {}): Promise<void> {
  const before = await readMetrics();
  const startedAtMs = Date.now();
  await askVmagent('/-/reload', 'POST');
  const end = await until(
    async (waitedMs) => {
      const now = await readMetrics();
      const outcome = reloadOutcome(before, now, waitedMs);
      return outcome !== 'open' && { outcome, now };
    },
    { everyMs: POLL_MS, atMostMs: LIMIT_MS, signal: options.signal },
  );
  if (end === null) {
    throw new AppError('verify-failed', 'vmagent did not say that it runs the new configuration.', {
      hint: 'Look at its log.',
    });
  }
  if (end.outcome === 'refused') throw refused(await logWords(options, startedAtMs));
  if (end.outcome === 'unchanged' && end.now.configErrors === null) {
    const words = await logWords(options, startedAtMs);
    if (words !== null) throw refused(words);
  }
  if (aggregationOutcome(before, end.now) === 'refused')
    throw await refusedAggregation(options.readLog, startedAtMs);
}

/** The error of a reload that vmagent refused, with its words. @param sinceMs when it was asked for */
export async function refusedConfig(
  readLog: () => Promise<readonly LogLine[]>,
  sinceMs: number,
): Promise<AppError> {
  return refused(await logWords({ readLog }, sinceMs));
}

/** The same of the file of aggregations. */
export async function refusedAggregation(
  readLog: ReloadOptions['readLog'],
  sinceMs: number,
): Promise<AppError> {
  return refused(await logWords({ readLog }, sinceMs, aggregationMessage), 'aggregation');
}

function refused(words: string | null, file: 'prometheus' | 'aggregation' = 'prometheus'): AppError {
  const what = file === 'prometheus' ? 'the configuration' : 'the list of aggregations';
  return new AppError('verify-failed', `vmagent refused ${what}${words === null ? '' : `: ${words}`}.`, {
    hint: `It keeps the earlier one. Correct compose/config/vmagent/${file}.yml and reload again.`,
  });
}

async function logWords(
  { readLog }: ReloadOptions,
  sinceMs: number,
  wordsIn = configMessage,
): Promise<string | null> {
  const lines = await readLog?.().catch(() => []);
  // The engine stamps lines by the same clock, a moment after vmagent wrote them.
  return wordsIn(lines ?? [], sinceMs - 1000);
}
