import 'server-only';
import type { SourceAnswer } from '@/lib/schemas/source-answer';
import type { Way } from './ask-cloud';

/** All together; what has no answer by then is said to be unknown. */
const LIMIT_MS = 20_000;

export type Examined = Omit<SourceAnswer, 'durationMs'>;

/** Examines within the time that it may take. */
export async function examined<Caller extends Way>(
  caller: Caller,
  examine: (caller: Caller) => Promise<Examined>,
): Promise<SourceAnswer> {
  const startedAt = performance.now();
  const signal = AbortSignal.any([caller.signal, AbortSignal.timeout(LIMIT_MS)]);
  const answer = await examine({ ...caller, signal });
  return { ...answer, durationMs: Math.round(performance.now() - startedAt) };
}

/** What is told without asking anybody. */
export const refused = (message: string): SourceAnswer => ({
  identity: null,
  problem: { state: 'wrong', message, fix: null },
  notes: [],
  rows: [],
  durationMs: 0,
});
