import 'server-only';
import { tailLogs } from '../../docker/logs';
import { AppError } from '../../errors';
import { askVmagent, readMetrics } from '../../vmagent/client';
import { aggregationOutcome, refusedAggregation, refusedConfig, reloadOutcome } from '../../vmagent/control';
import { compareConfig, readRunningConfig, type WantedConfig } from '../../vmagent/running-config';
import { until } from '../../wait';

const POLL_MS = 50;
/** vmagent's counters are a second old at most; there is no sense in asking for them more often. */
const COUNTERS_MS = 500;
const LIMIT_MS = 20_000;

/**
 * Makes vmagent run this scrape configuration and waits until vmagent itself shows it. Nothing is asked of one
 * that runs it already. It shows no secrets: where there are some, its counters tell that it has read them.
 * @throws AppError verify-failed with vmagent's words when it refuses; vmagent-unreachable
 */
export async function ensureVmagentConfig(wanted: WantedConfig, signal?: AbortSignal): Promise<void> {
  const startedAtMs = performance.now();
  // One that was started a moment ago may not answer yet.
  const running = await patiently(startedAtMs, signal);
  if (compareConfig(running, wanted) === 'same') return;
  const before = await readMetrics();
  await askVmagent('/-/reload', 'POST');
  const askedAtMs = Date.now();
  let countedMs = 0;
  const runsIt = async (waitedMs: number) => {
    const now = await patiently(startedAtMs, signal);
    const standing = compareConfig(now, wanted);
    if (standing === 'same') return true;
    if (waitedMs - countedMs > COUNTERS_MS) {
      countedMs = waitedMs;
      const outcome = reloadOutcome(before, await readMetrics(), waitedMs);
      // Shown in words that are not those of the file, yet another than before and counted as taken.
      if (outcome === 'applied' && (standing === 'unsure' || now !== running)) return true;
      const readLog = () => tailLogs('vmagent', { tail: 100 });
      if (outcome === 'refused') throw await refusedConfig(readLog, askedAtMs);
      if (outcome === 'unchanged' && (await saysUnchanged(readLog, askedAtMs))) return true;
    }
    return false;
  };
  if (await until(runsIt, { everyMs: POLL_MS, atMostMs: left(startedAtMs), signal })) return;
  throw new AppError('verify-failed', 'vmagent did not say that it runs the new configuration.', {
    hint: 'Look at its log.',
  });
}

/** vmagent says when it has read the list of aggregations in whole seconds: a reload within the same one is repeated. */
const AGAIN_MS = 1500;

/**
 * Makes vmagent read its list of aggregations again and waits until its metrics say that it has. It does not show the list.
 * @throws AppError verify-failed with vmagent's words when it refuses, or where it reads no such file; vmagent-unreachable
 */
export async function ensureAggregation(signal?: AbortSignal): Promise<void> {
  const before = await readMetrics();
  const startedAtMs = Date.now();
  let askedMs = 0;
  await askVmagent('/-/reload', 'POST');
  const isRead = async (waitedMs: number) => {
    const outcome = aggregationOutcome(before, await readMetrics());
    if (outcome === 'refused')
      throw await refusedAggregation(() => tailLogs('vmagent', { tail: 100 }), startedAtMs);
    if (outcome === 'not-read')
      throw new AppError('verify-failed', 'vmagent was started without a list of aggregations.', {
        hint: 'Its container is older than docker-compose.yml, or -remoteWrite.streamAggr.config is missing there. Changes shows which services run something older.',
      });
    if (outcome === 'open' && waitedMs - askedMs > AGAIN_MS) {
      askedMs = waitedMs;
      await askVmagent('/-/reload', 'POST');
    }
    return outcome === 'applied';
  };
  if (await until(isRead, { everyMs: COUNTERS_MS, atMostMs: LIMIT_MS, signal })) return;
  throw new AppError('verify-failed', 'vmagent did not say that it has read the list of aggregations.', {
    hint: 'Look at its log.',
  });
}

const left = (startedAtMs: number) => startedAtMs + LIMIT_MS - performance.now();

/** lib/promscrape/scraper.go: `nothing changed in "<file>"`. */
async function saysUnchanged(readLog: () => ReturnType<typeof tailLogs>, sinceMs: number): Promise<boolean> {
  const lines = await readLog().catch(() => []);
  return lines.some(({ text, atMs }) => (atMs ?? 0) >= sinceMs - 1000 && text.includes('nothing changed in'));
}

/** Its configuration, also from one that does not answer yet. @throws AppError vmagent-unreachable when the time is over */
async function patiently(startedAtMs: number, signal?: AbortSignal): Promise<string> {
  const pace = { everyMs: POLL_MS * 4, atMostMs: left(startedAtMs), signal };
  return (await until(() => readRunningConfig().catch(() => null), pace)) ?? readRunningConfig();
}
