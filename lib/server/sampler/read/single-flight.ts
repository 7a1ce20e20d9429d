import 'server-only';
import { AppError } from '../../errors';

/**
 * Runs `work` once at a time. A call while it runs shares one more run after it, so that news which came in the
 * middle of a reading is not missed, and no number of callers makes a queue.
 */
export function singleFlight(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const start = (): Promise<void> => {
    running = work().finally(() => {
      running = null;
    });
    return running;
  };
  return () => {
    if (!running) return start();
    next ??= running
      .then(undefined, () => undefined)
      .then(() => {
        next = null;
        return start();
      });
    return next;
  };
}

/** The promise, or a rejection when it takes longer. @throws AppError timeout */
export async function within<T>(promise: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new AppError('timeout', `No answer within ${limitMs / 1000} s.`)),
      limitMs,
    );
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** One question that is asked aside, when it is due, and never twice at once. What fails is asked again. */
export function aside({ steadyNow }: { steadyNow(): number }, limitMs: number, ask: () => Promise<void>) {
  let askedAtMs: number | null = null;
  let isAsking = false;
  return {
    /** @returns whether it is asked now */
    ifDue(everyMs: number): boolean {
      if (isAsking || (askedAtMs !== null && steadyNow() - askedAtMs < everyMs)) return false;
      askedAtMs = steadyNow();
      isAsking = true;
      void within(ask(), limitMs)
        .catch(() => undefined)
        .finally(() => {
          isAsking = false;
        });
      return true;
    },
    /** The next time it is looked at. */
    askAnew(): void {
      askedAtMs = null;
    },
  };
}
