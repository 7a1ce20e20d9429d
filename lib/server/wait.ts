import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { singleton } from './singleton';

export interface Pace {
  /** Milliseconds between two looks, or a function of those waited so far. */
  everyMs: number | ((waitedMs: number) => number);
  /** Milliseconds after which a look without an answer is the last one. Without a limit it goes on. */
  atMostMs?: number;
  signal?: AbortSignal;
}

/**
 * Looks at once and then again and again until there is an answer: anything but null, undefined and false.
 * @param look gets the milliseconds waited so far
 * @returns the answer; null when the time is over
 * @throws what `look` throws; an error when the signal is aborted
 */
export async function until<T>(
  look: (waitedMs: number) => Promise<T | null | undefined | false>,
  { everyMs, atMostMs = Number.POSITIVE_INFINITY, signal }: Pace,
): Promise<T | null> {
  const startedMs = performance.now();
  const waitedMs = () => performance.now() - startedMs;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await look(waitedMs());
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (waitedMs() >= atMostMs) return null;
    await sleep(typeof everyMs === 'number' ? everyMs : everyMs(waitedMs()), undefined, { signal });
  }
}

/**
 * Does `work` after all earlier work of the same line in this process has ended, well or not.
 * @throws what `work` throws
 */
export function inTurn<T>(line: string, work: () => Promise<T>): Promise<T> {
  const queue = singleton(`line of ${line}`, () => ({ tail: Promise.resolve() as Promise<unknown> }));
  const turn = queue.tail.then(work);
  queue.tail = turn.catch(() => undefined);
  return turn;
}

/**
 * A bucket of so many tokens, which gets one more in each span until it is full.
 * @param now milliseconds of a clock that never goes back
 */
export function createBucket({ burst, everyMs }: { burst: number; everyMs: number }, now: () => number) {
  let left = burst;
  let atMs = now();
  const fill = () => {
    const nowMs = now();
    left = Math.min(burst, left + (nowMs - atMs) / everyMs);
    atMs = nowMs;
  };
  return {
    /** Milliseconds until there is a token. */
    waitMs: () => {
      fill();
      // A little less than one is enough: parts are added up in floating point.
      return left > 1 - 1e-6 ? 0 : Math.ceil((1 - left) * everyMs);
    },
    spend: () => {
      fill();
      left -= 1;
    },
  };
}
