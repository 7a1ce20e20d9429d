import 'server-only';
import type { Brake, Loss } from '@/lib/verdict/terms/types';
import type { Growth } from './counters';

export interface LossEvent {
  atMs: number;
  reason: Loss['reason'];
  discard: Loss['discard'];
  blocks: number;
  /** Null where vmagent does not count it: for blocks that the destination rejected. */
  bytes: number | null;
}

/** A loss stays on the overview for this long, so that who looks a little later still learns of it. */
export const LOSS_MEMORY_MS = 10 * 60_000;

/** The events of the last ten minutes, with those of this step. */
export function lossEvents(events: readonly LossEvent[], step: Growth): LossEvent[] {
  const { rejectedBlocks, overflowBlocks, overflowBytes } = step.by;
  const kept = events.filter(({ atMs }) => atMs > step.atMs - LOSS_MEMORY_MS);
  if (rejectedBlocks > 0) {
    kept.push({ atMs: step.atMs, reason: 'rejected', discard: null, blocks: rejectedBlocks, bytes: null });
  }
  if (overflowBlocks > 0 || overflowBytes > 0) {
    kept.push({
      atMs: step.atMs,
      reason: 'buffer-full',
      discard: null,
      blocks: overflowBlocks,
      bytes: overflowBytes,
    });
  }
  return kept;
}

/** What was lost within the last ten minutes, named after the newest loss; null: nothing. */
export function recentLoss(events: readonly LossEvent[], atMs: number, ongoingMs: number): Loss | null {
  const recent = events.filter((event) => event.atMs > atMs - LOSS_MEMORY_MS);
  const newest = recent.at(-1);
  if (!newest) return null;
  const same = recent.filter(({ reason }) => reason === newest.reason);
  return {
    reason: newest.reason,
    discard: newest.discard,
    lastAtMs: newest.atMs,
    isOngoing: atMs - newest.atMs <= ongoingMs,
    blocks: same.reduce((sum, { blocks }) => sum + blocks, 0),
    bytes: newest.reason === 'rejected' ? null : same.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
  };
}

/** Samples of new series that vmagent threw away at its own limit of series an hour. */
export interface BrakeEvent {
  atMs: number;
  rows: number;
}

/** New series come with scrapes, so what is braked is seen once in each interval; slow targets have minutes. */
const BRAKING_MS = 6 * 60_000;

/** The events of the last ten minutes, with that of this step. */
export function brakeEvents(events: readonly BrakeEvent[], { atMs, by }: Growth): BrakeEvent[] {
  const kept = events.filter((event) => event.atMs > atMs - LOSS_MEMORY_MS);
  return by.brakedRows > 0 ? [...kept, { atMs, rows: by.brakedRows }] : kept;
}

/** What was braked within the last ten minutes; null: nothing. @param limit in force, in series an hour */
export function recentBrake(events: readonly BrakeEvent[], atMs: number, limit: number | null): Brake | null {
  const recent = events.filter((event) => event.atMs > atMs - LOSS_MEMORY_MS);
  const newest = recent.at(-1);
  if (!newest) return null;
  return {
    lastAtMs: newest.atMs,
    isOngoing: atMs - newest.atMs <= BRAKING_MS,
    rows: recent.reduce((sum, { rows }) => sum + rows, 0),
    limit,
  };
}
