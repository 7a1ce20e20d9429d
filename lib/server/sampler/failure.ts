import 'server-only';
import type { DeliverySample } from '@/lib/schemas/snapshot';
import type { Growth } from './counters';

export type FailureKind = NonNullable<DeliverySample['failure']>['kind'];
export interface SeenFailure {
  kind: FailureKind;
  statusCode: number | null;
  /** Failed requests since the reading before. */
  count: number;
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
