import 'server-only';
import { type PiReason, type PiState, piStates } from '@/lib/schemas/look/pis';
import type { Verdict } from '@/lib/schemas/snapshot';

/**
 * Seconds. vmagent scrapes itself every 30 s as it ships, and a cloud shows a sample after up to a minute; both limits are those
 * of the panel “How old is the newest data of each Pi?” (`lib/dashboards/pipeline/panels.ts`).
 */
export const LATE_SECONDS = 180;
export const SILENT_SECONDS = 600;

export interface PiFacts {
  /** Of its newest sample, in seconds. */
  ageSeconds: number;
  /** Newer than at the look before. */
  isAdvancing: boolean;
  /** What its panel says: of two panels of one name, two. */
  verdicts: readonly Verdict['state'][];
  /** vmagent counted drops within the last quarter of an hour. */
  isDropping: boolean;
  isTwofold: boolean;
  /** Of so many Pis not all could be told: that nothing is here then says nothing. */
  isCut: boolean;
}

export interface Judged {
  state: PiState;
  reason: PiReason | null;
}

/**
 * How a Pi is. In this order:
 * 1. nothing newer than ten minutes: silent; or waiting, where it moves on: what was buffered is sent oldest first;
 * 2. its panel says that data is lost or that nothing is collected, or vmagent counts drops: losing. Two vmagents in one
 *    series look like a counter that starts anew again and again, so of a name that two use the drops do not count;
 * 3. nothing newer than three minutes, or its panel says that something waits: waiting;
 * 4. its panel tells nothing: not reporting; it knows nothing: unknown;
 * 5. arriving.
 */
export function judgePi(facts: PiFacts): Judged {
  const { ageSeconds, isAdvancing, verdicts, isDropping, isTwofold, isCut } = facts;
  const says = (...states: Verdict['state'][]) => states.some((state) => verdicts.includes(state));
  if (ageSeconds > SILENT_SECONDS)
    return isAdvancing ? { state: 'waiting', reason: 'catching-up' } : { state: 'silent', reason: null };
  if (says('losing', 'down')) return { state: 'losing', reason: 'verdict' };
  if (isDropping && !isTwofold) return { state: 'losing', reason: 'drops' };
  if (ageSeconds > LATE_SECONDS) return { state: 'waiting', reason: 'late' };
  if (says('degraded')) return { state: 'waiting', reason: 'verdict' };
  if (verdicts.length === 0) return { state: isCut ? 'unknown' : 'not-reporting', reason: null };
  if (says('unknown')) return { state: 'unknown', reason: 'verdict' };
  return { state: 'arriving', reason: null };
}

/** The less, the worse. */
export const rankOf = (state: PiState, isTwofold: boolean): number =>
  piStates.indexOf(isTwofold && state === 'arriving' ? 'unknown' : state);
