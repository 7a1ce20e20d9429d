import 'server-only';
import type { DeliverySample } from '@/lib/schemas/delivery';
import type { Growth } from './counters';

export type FailureKind = NonNullable<DeliverySample['failure']>['kind'];
export interface SeenFailure {
  kind: FailureKind;
  statusCode: number | null;
  /** Failed requests since the reading before. */
  count: number;
}

/** A failure, with what was seen of it before. */
export interface FailureMemory extends SeenFailure {
  firstAtMs: number;
  lastAtMs: number;
  /** From when on vmagent's log tells of it: what was written before belongs to another one. */
  toldFromMs: number;
}

/** vmagent writes one line on failures in five seconds, so the words on two that are this close are the same line. */
export const LINE_MS = 5000;

/**
 * The memory after a step in which `seen` stood out. Pure.
 * @param hasSucceeded a 2XX was counted since `before`
 * @param unansweredSinceMs since when data had waited for an answer; null: it had not. A request that ends in a
 *   timeout failed when it was made
 */
export function failureStep(
  before: FailureMemory | null,
  seen: SeenFailure,
  { fromMs, atMs }: Pick<Growth, 'fromMs' | 'atMs'>,
  hasSucceeded: boolean,
  unansweredSinceMs: number | null,
): FailureMemory {
  const isKind = before?.kind === seen.kind;
  const isLine = isKind && before.statusCode === seen.statusCode;
  return {
    ...seen,
    firstAtMs: isKind && !hasSucceeded ? before.firstAtMs : (unansweredSinceMs ?? atMs),
    lastAtMs: atMs,
    toldFromMs:
      isLine && (!hasSucceeded || atMs - before.lastAtMs <= LINE_MS) ? before.toldFromMs : fromMs - LINE_MS,
  };
}

/**
 * A single failed request is sent again after a second, or two by 1.79, each a tenth longer at most; a longer pause is
 * announced, as Retry-After may ask for it.
 */
const PAUSE_SECONDS = 3;

/** Until when vmagent has said that it sends nothing; null: it has not, or only for a moment. */
export function pausedUntil(said: { retrySeconds: number | null; saidAtMs: number } | null): number | null {
  if (said?.retrySeconds == null || said.retrySeconds < PAUSE_SECONDS) return null;
  return said.saidAtMs + said.retrySeconds * 1000;
}

/** Answers that make vmagent throw the block away: app/vmagent/remotewrite/client.go, sendBlockHTTP. */
const DROPPING = new Set([400, 409, 415]);

function kindOf(statusCode: number): FailureKind {
  if (DROPPING.has(statusCode)) return 'rejected';
  if (statusCode === 401) return 'unauthorised';
  if (statusCode === 403) return 'forbidden';
  if (statusCode === 404) return 'not-found';
  if (statusCode === 413) return 'too-large';
  if (statusCode === 429) return 'rate-limited';
  return statusCode >= 500 ? 'server-error' : 'other-status';
}

/**
 * The failure that stands out in one step, or null. Blocks that were thrown away come first, then the most
 * frequent. A 400 or 415 that dropped nothing is no failure: so answers a destination that does not read zstd,
 * and vmagent sends the block again as snappy.
 */
export function failureIn(step: Growth): SeenFailure | null {
  const seen: SeenFailure[] = [];
  for (const [statusCode, count] of step.refused) {
    const kind = kindOf(statusCode);
    if (kind !== 'rejected' || step.by.rejectedBlocks > 0) seen.push({ kind, statusCode, count });
  }
  if (step.by.networkErrors > 0) {
    seen.push({ kind: 'network', statusCode: null, count: step.by.networkErrors });
  }
  const rank = (failure: SeenFailure) =>
    failure.kind === 'rejected' ? Number.POSITIVE_INFINITY : failure.count;
  return seen.sort((a, b) => rank(b) - rank(a))[0] ?? null;
}
