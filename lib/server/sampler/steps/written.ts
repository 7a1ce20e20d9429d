import 'server-only';

/** What was written since the panel began to look, once in ten minutes. */
type Points = readonly { atMs: number; bytes: number }[];

export interface WriterMemory {
  /** The counter as it was read last; it begins anew with what it counts for. */
  counter: number;
  points: Points;
}

export const STEP_MS = 10 * 60_000;
/** A burst, such as the first minute of a service, is not the habit. */
const LEAST_MS = 60 * 60_000;
const WINDOW_MS = 24 * 60 * 60_000;
const DAY_MS = 86_400_000;

/** The memory after one reading of a counter. Pure. @param counter null: it was not told @param atMs by a clock that nobody sets */
export function writtenStep(
  memory: WriterMemory | undefined,
  counter: number | null,
  atMs: number,
): WriterMemory | undefined {
  if (counter === null) return memory;
  if (!memory) return { counter, points: [{ atMs, bytes: 0 }] };
  const grown = counter < memory.counter ? counter : counter - memory.counter;
  const bytes = (memory.points.at(-1)?.bytes ?? 0) + grown;
  const kept = memory.points.filter((point) => point.atMs > atMs - WINDOW_MS - STEP_MS);
  return { counter, points: [...kept, { atMs, bytes }] };
}

/** At the pace of up to a day; null: it was looked at for less than an hour, or is not told any more. Pure. */
export function bytesPerDay(memory: WriterMemory | undefined, atMs: number): number | null {
  const first = memory?.points[0];
  const last = memory?.points.at(-1);
  if (!first || !last || atMs - last.atMs > 2 * STEP_MS) return null;
  const spanMs = last.atMs - first.atMs;
  return spanMs < LEAST_MS ? null : ((last.bytes - first.bytes) / spanMs) * DAY_MS;
}
