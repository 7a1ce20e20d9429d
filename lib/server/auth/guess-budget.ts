import 'server-only';
import { createBucket } from '../wait';

/**
 * How many guesses of strangers are checked, all addresses together, whatever they do:
 *
 *   first tries    1,100 at once, then one in 30 s     2,880 a day
 *   further tries     10 at once, then one in 60 s     1,440 a day
 *
 * That is 4,320 a day (2^12), 1.6 million a year. Three words out of 2,000 are 2^33: half of them take 2,700 years.
 * Ten random letters are 2^47. A password out of a list of a million falls within four months, and those guesses stand
 * in the log. A copy of a device's cookie makes one guess a minute besides. The setup code is 2^50, and no guess of it is
 * held up: at 1,000 a second, more than a Pi answers, half of the codes take 17,000 years.
 *
 * The 1,100 are four tries for each address of a /24: they are spent at once, and not on a line of waiting people.
 */
const FIRST = { burst: 1100, everyMs: 30_000 };
const FURTHER = { burst: 10, everyMs: 60_000 };

export interface GuessBudget {
  /** Milliseconds until one more guess may be checked; first tries may use what is there for further ones. */
  waitMs(isFirst: boolean): number;
  spend(isFirst: boolean): void;
}

/** @param now milliseconds of a clock that never goes back */
export function createBudget(now: () => number): GuessBudget {
  const first = createBucket(FIRST, now);
  const further = createBucket(FURTHER, now);
  return {
    waitMs: (isFirst) => (isFirst ? Math.min(first.waitMs(), further.waitMs()) : further.waitMs()),
    spend: (isFirst) => (isFirst && first.waitMs() === 0 ? first : further).spend(),
  };
}
