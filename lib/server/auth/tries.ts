import 'server-only';

/** Tries that a guesser has without a pause. */
export const FREE_TRIES = 4;
/** After these it pauses, twice as long with each further try, up to this: never for good. */
const LONGEST_PAUSE_MS = 60_000;
const FORGET_AFTER_MS = 24 * 3600_000;
const MAX_KEYS = 2000;

interface Tries {
  count: number;
  lastAtMs: number;
  firstAskedAtMs: number;
}

/** What is remembered of guessers, in memory alone. @param now milliseconds of a clock that never goes back */
export function createTries(now: () => number) {
  const seen = new Map<string, Tries>();

  function find(key: string): Tries {
    const own = seen.get(key);
    if (own !== undefined && now() - own.lastAtMs <= FORGET_AFTER_MS) return own;
    return remember(key, { count: 0, lastAtMs: now(), firstAskedAtMs: now() });
  }

  function remember(key: string, own: Tries): Tries {
    seen.delete(key);
    seen.set(key, own);
    for (const oldest of seen.keys()) {
      if (seen.size <= MAX_KEYS) break;
      seen.delete(oldest);
    }
    return own;
  }

  return {
    /** Tries so far, what is left of the pause after them, and when this guesser first asked. */
    of(key: string): { count: number; pauseMs: number; sinceMs: number } {
      const { count, lastAtMs, firstAskedAtMs } = find(key);
      return { count, pauseMs: lastAtMs + pauseAfter(count) - now(), sinceMs: firstAskedAtMs };
    },
    count(key: string): void {
      const own = find(key);
      remember(key, { ...own, count: own.count + 1, lastAtMs: now() });
    },
    /** The check of this guesser's guess has ended: its pause begins. */
    ended(key: string): void {
      const own = seen.get(key);
      if (own !== undefined) own.lastAtMs = now();
    },
    forget(key: string): void {
      seen.delete(key);
    },
  };
}

function pauseAfter(tries: number): number {
  return tries < FREE_TRIES ? 0 : Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** (tries - FREE_TRIES));
}
