import 'server-only';
import type { StepReport } from '../tasks/tasks';
import { readMetrics } from '../vmagent/client';
import type { VmagentMetrics } from '../vmagent/metrics';
import { type Pace, until } from '../wait';

export interface DeliveryProgress {
  state: 'waiting' | 'delivered' | 'failed';
  words: string;
  /** Blocks were thrown away. */
  isLosing: boolean;
}

type Counters = Pick<
  VmagentMetrics,
  'startedAtMs' | 'delivered' | 'bytesSent' | 'refused' | 'networkErrors' | 'rejectedBlocks'
>;

/** Answers that do not get better by waiting. */
const FINAL = new Set([401, 403, 404, 405]);
/** How long other failures may pass: a database that has just been started, a line that was down for a moment. */
const PATIENCE_MS = 25_000;

/**
 * How delivery goes since the counters `before`; those of an earlier process do not count.
 * @param elapsedMs since delivery is waited for
 */
export function judgeDelivery(before: Counters | null, now: Counters, elapsedMs: number): DeliveryProgress {
  const base = before !== null && before.startedAtMs === now.startedAtMs ? before : null;
  const grown = (name: 'delivered' | 'bytesSent' | 'networkErrors' | 'rejectedBlocks') =>
    (now[name] ?? 0) - (base?.[name] ?? 0);
  const isLosing = grown('rejectedBlocks') > 0;
  if (grown('delivered') > 0 && grown('bytesSent') > 0) return { state: 'delivered', words: '', isLosing };

  const refused = [...now.refused]
    .map(([status, count]) => ({ status, count: count - (base?.refused.get(status) ?? 0) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const [worst] = refused;
  if (worst !== undefined) {
    const isFinal = isLosing || (FINAL.has(worst.status) && worst.count > 1);
    return {
      state: isFinal || elapsedMs > PATIENCE_MS ? 'failed' : 'waiting',
      words: `The destination answers HTTP ${worst.status}.`,
      isLosing,
    };
  }
  if (grown('networkErrors') > 0) {
    return {
      state: elapsedMs > PATIENCE_MS ? 'failed' : 'waiting',
      words: 'The destination cannot be reached.',
      isLosing,
    };
  }
  return { state: 'waiting', words: 'Waiting for the first block of samples to be sent.', isLosing };
}

/**
 * Looks at vmagent's counters until samples are delivered, delivery has failed, or the time is over: then the last state,
 * `waiting`, is the result.
 * @param judge mostly `judgeDelivery`; `waitedMs` is the time since the first look
 */
export async function followDelivery(
  judge: (now: VmagentMetrics, waitedMs: number) => DeliveryProgress | Promise<DeliveryProgress>,
  report: Pick<StepReport, 'detail'>,
  pace: Pace,
): Promise<DeliveryProgress> {
  let progress: DeliveryProgress = { state: 'waiting', words: 'vmagent does not answer.', isLosing: false };
  const isOver = async (waitedMs: number) => {
    const now = await readMetrics().catch(() => null);
    if (now === null) return false;
    progress = await judge(now, waitedMs);
    if (progress.state === 'waiting') report.detail(progress.words);
    return progress.state !== 'waiting';
  };
  await until(isOver, pace);
  return progress;
}
