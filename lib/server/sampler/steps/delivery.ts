import 'server-only';
import type { DeliverySample } from '@/lib/schemas/delivery';
import type { Brake, Loss } from '@/lib/verdict/terms/types';
import type { VmagentMetrics } from '../../vmagent/metrics';
import { threeDigits } from '../sources/digits';
import { type Growth, growth, growthSinceStart, ratePerSecond, remember } from './counters';
import { type FailureMemory, failureIn, failureStep } from './failure';
import { type BrakeEvent, brakeEvents, type LossEvent, lossEvents, recentBrake, recentLoss } from './loss';
import { isSlowed, SLOWED_MS, unansweredSince } from './slow';
import { UNKNOWN_DELIVERY } from './unknown-snapshot';

/** What has to be remembered from reading to reading. Plain data; `deliveryStep` makes the next one. */
export interface DeliveryMemory {
  last: { metrics: VmagentMetrics; atMs: number } | null;
  /** When this vmagent was first seen. */
  watchedSinceMs: number | null;
  history: Growth[];
  lastSuccessAtMs: number | null;
  failure: FailureMemory | null;
  /** Failed requests since a 2XX was last counted. */
  failuresSinceSuccess: number;
  losses: LossEvent[];
  brakes: BrakeEvent[];
  /** Since when data waits for the answer to a first try; null: none does. */
  unansweredSinceMs: number | null;
}

export const NO_DELIVERY_MEMORY: DeliveryMemory = {
  last: null,
  watchedSinceMs: null,
  history: [],
  lastSuccessAtMs: null,
  failure: null,
  failuresSinceSuccess: 0,
  losses: [],
  brakes: [],
  unansweredSinceMs: null,
};

/** Floor of the recency window, and the interval that is assumed while no target tells one. */
const RECENT_MIN_MS = 90_000;
const DEFAULT_INTERVAL_SECONDS = 60;
/** A scrape takes up to its timeout, and a block its time on a slow line. */
const LATE_MS = 60_000;
/** A single failed request is sent again after a second; only what goes on is worth a word. */
const BLIP_MS = 10_000;

/**
 * How recent a 2XX has to be to count as "arriving". Every scrape, failed ones too, puts at least `up` into the
 * queue, and vmagent flushes it after `-remoteWrite.flushInterval` (1 s; 5 s in this stack) and sends at once
 * (app/vmagent/remotewrite/pendingseries.go). So a healthy pipeline counts a 2XX once in each scrape interval
 * of its fastest target plus a few seconds. Of short intervals two may be missed before the third settles it, of long
 * ones one: at 300 s a stall is told after 11 minutes.
 */
export function recentMs(fastestIntervalSeconds: number | null): number {
  const intervalMs = 1000 * (fastestIntervalSeconds ?? DEFAULT_INTERVAL_SECONDS);
  return Math.max(Math.min(3 * intervalMs, 2 * intervalMs + LATE_MS), RECENT_MIN_MS);
}

function firstStep(metrics: VmagentMetrics, atMs: number, windowMs: number): Growth | null {
  const { startedAtMs } = metrics;
  // Its whole life lies inside the window, so whatever it has counted is recent.
  if (startedAtMs !== null && startedAtMs <= atMs && atMs - startedAtMs <= windowMs) {
    return growthSinceStart(metrics, startedAtMs, atMs);
  }
  return null;
}

/** The memory after one reading; `metrics` is null when vmagent did not answer. Pure. */
export function deliveryStep(
  memory: DeliveryMemory,
  metrics: VmagentMetrics | null,
  atMs: number,
  fastestIntervalSeconds: number | null,
): DeliveryMemory {
  if (!metrics) return memory;
  const now = { metrics, atMs };
  const step = memory.last
    ? growth(memory.last, now)
    : firstStep(metrics, atMs, recentMs(fastestIntervalSeconds));
  const isNew = !memory.last || memory.last.metrics.startedAtMs !== metrics.startedAtMs;
  const next = { ...memory, last: now, watchedSinceMs: isNew ? atMs : memory.watchedSinceMs };
  if (!step) return next;

  const failure = failureIn(step);
  const hasDelivered = step.by.delivered > 0;
  // A new panel and both counted: which of them came last is not known.
  const isSuccess = hasDelivered && (memory.last !== null || failure === null);
  if (failure) {
    next.failure = failureStep(
      memory.failure,
      failure,
      step,
      memory.failuresSinceSuccess === 0,
      memory.unansweredSinceMs,
    );
  } else if (isSuccess && memory.failure && atMs - memory.failure.lastAtMs > SLOWED_MS) {
    next.failure = null;
  }
  next.failuresSinceSuccess = hasDelivered ? 0 : memory.failuresSinceSuccess + (failure?.count ?? 0);
  next.lastSuccessAtMs = isSuccess ? atMs : memory.lastSuccessAtMs;
  next.history = remember(memory.history, step);
  next.losses = lossEvents(memory.losses, step);
  next.brakes = brakeEvents(memory.brakes, step);
  next.unansweredSinceMs = next.failuresSinceSuccess > 0 ? null : unansweredSince(memory, step);
  return next;
}

function stateOf(
  memory: DeliveryMemory,
  loss: Loss | null,
  atMs: number,
  windowMs: number,
  pausedUntilMs: number | null,
) {
  const { failure, failuresSinceSuccess, lastSuccessAtMs, last, watchedSinceMs } = memory;
  if (loss?.isOngoing) return 'losing';
  const isFailing = failure !== null && failuresSinceSuccess > 0;
  // Nothing is counted in a pause. A success within the same reading as the failure came before it.
  if (failure !== null && pausedUntilMs !== null && atMs < pausedUntilMs) return 'waiting';
  if (isFailing && (failuresSinceSuccess > 1 || atMs - failure.firstAtMs >= BLIP_MS)) return 'waiting';
  if (lastSuccessAtMs !== null && atMs - lastSuccessAtMs <= windowMs) return 'delivering';
  if (isFailing) return 'waiting';
  const youngSinceMs = Math.max(watchedSinceMs ?? atMs, last?.metrics.startedAtMs ?? 0);
  return atMs - youngSinceMs <= windowMs ? 'starting' : 'stalled';
}

export interface DeliveryState {
  sample: DeliverySample;
  loss: Loss | null;
  brake: Brake | null;
  failingSinceMs: number | null;
}

/**
 * What the memory says now. Pure. What the failure's own words say is filled in by who reads logs.
 * @param pausedUntilMs until when vmagent has said that it sends nothing; null: it has not
 */
export function deliverySample(
  memory: DeliveryMemory,
  isVmagentUp: boolean,
  atMs: number,
  fastestIntervalSeconds: number | null,
  pausedUntilMs: number | null = null,
): DeliveryState {
  const windowMs = recentMs(fastestIntervalSeconds);
  const loss = recentLoss(memory.losses, atMs, windowMs);
  const brake = recentBrake(memory.brakes, atMs, memory.last?.metrics.brakeSeries ?? null);
  const metrics = memory.last?.metrics;
  if (!isVmagentUp || !metrics) {
    return {
      sample: { ...UNKNOWN_DELIVERY, lastSuccessAtMs: memory.lastSuccessAtMs },
      loss: loss && { ...loss, isOngoing: false },
      brake: brake && { ...brake, isOngoing: false },
      failingSinceMs: null,
    };
  }
  const state = stateOf(memory, loss, atMs, windowMs, pausedUntilMs);
  const isShown =
    state === 'waiting' ||
    state === 'losing' ||
    (state === 'delivering' && memory.failure !== null && isSlowed(memory.history, atMs));
  const rows = samplesPerSecond(memory, atMs);
  return {
    sample: {
      state,
      failure:
        isShown && memory.failure
          ? { ...NO_WORDS, kind: memory.failure.kind, statusCode: memory.failure.statusCode }
          : null,
      lastSuccessAtMs: memory.lastSuccessAtMs,
      samplesPerSecond: threeDigits(rows),
      bytesPerSecond: threeDigits(ratePerSecond(memory.history, 'bytesSent', atMs)),
      deliveredRequests: metrics.delivered,
      retries: metrics.retries,
      droppedBlocks:
        metrics.rejectedBlocks === null && metrics.overflowBlocks === null
          ? null
          : (metrics.rejectedBlocks ?? 0) + (metrics.overflowBlocks ?? 0),
    },
    loss,
    brake,
    failingSinceMs: isShown ? (memory.failure?.firstAtMs ?? null) : null,
  };
}

const NO_WORDS = { cause: null, retrySeconds: null, message: null };

/**
 * vmagent counts the bytes that it has sent, but not the samples in them. It does count both for every block
 * that it puts into the queue, so sent bytes times samples a byte are the samples sent: exact while the queue
 * is short, an estimate while it drains.
 */
function samplesPerSecond(memory: DeliveryMemory, atMs: number): number | null {
  const bytes = ratePerSecond(memory.history, 'bytesSent', atMs);
  const metrics = memory.last?.metrics;
  if (bytes === null || !metrics?.bytesQueued || metrics.rowsQueued === null) return null;
  return bytes * (metrics.rowsQueued / metrics.bytesQueued);
}
