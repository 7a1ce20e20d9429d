import 'server-only';
import { z } from 'zod';

/** What counts at most of the time in which the panel was off, as the machine's clock tells it. */
const LONGEST_GAP_MS = 7 * 24 * 3600_000;

export const clockMarkSchema = z.object({ steadyMs: z.number().int(), wallMs: z.number().int() });
type ClockMark = z.infer<typeof clockMarkSchema>;

export interface SteadyClock {
  /** Milliseconds since some moment of the past. */
  nowMs(): number;
  /** What the next process goes on from. */
  mark(): ClockMark;
}

/**
 * A steady clock, for what ends by age. A Pi has no clock of its own before it reaches the network, and
 * a wrong one may be a year ahead. While the panel runs, only passed time counts. Over a restart the machine's clock has
 * to be believed, up to a week: so a jump ends nothing, and a panel that was off for longer lets live what it had.
 */
export function createSteadyClock(before: ClockMark | null): SteadyClock {
  const gapMs = before === null ? 0 : boundedGap(Date.now() - before.wallMs);
  const startMs = (before?.steadyMs ?? 0) + gapMs - performance.now();
  const nowMs = () => Math.round(startMs + performance.now());
  return { nowMs, mark: () => ({ steadyMs: nowMs(), wallMs: Date.now() }) };
}

/** A span of the machine's clock, as far as it is believed. */
export function boundedGap(gapMs: number): number {
  return Math.min(Math.max(0, gapMs), LONGEST_GAP_MS);
}
