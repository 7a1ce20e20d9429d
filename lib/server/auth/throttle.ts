import 'server-only';
import { isIPv6 } from 'node:net';
import { AppError } from '../errors';
import { createBudget } from './guess-budget';
import { createTries, FREE_TRIES } from './tries';

const LONGEST_WAIT_MS = 20_000;
/** Room in the line for a whole /24. */
const MAX_WAITING = 300;

export interface Guesser {
  /** A network address, or the mark of a browser or session that was let in before. */
  key: string;
  /** That browser, that session, or an address at which somebody is signed in. */
  isKnown: boolean;
}

interface Waiting {
  key: string;
  isKnown: boolean;
  /** Tries before this one. */
  tries: number;
  /** When this guesser first asked. */
  sinceMs: number;
  begin(): Promise<void>;
  refuse(waitMs: number): void;
}

export interface Throttle {
  /** Runs the check of one guess when it is its turn. @throws AppError too-many-tries, or what the check throws */
  inTurn<T>(guesser: Guesser, check: () => Promise<T>): Promise<T>;
  /** Forgets the tries of a guesser that has just proved itself. */
  clear(key: string): void;
}

/**
 * Who may guess the password, and when. Guesses are checked one at a time, first of those who are known, then of
 * whoever has tried least. So an address that is new here comes before all that guess, however many they are and
 * however fast they ask, and a browser or address that signed in before comes before all strangers.
 * How many guesses that makes: `guess-budget.ts`.
 * @param now milliseconds of a clock that never goes back
 */
export function createThrottle(now: () => number = () => performance.now()): Throttle {
  const tries = createTries(now);
  const budget = createBudget(now);
  const line = new Set<Waiting>();
  let isChecking = false;
  let timer: NodeJS.Timeout | undefined;

  /** Begins the check of whoever is first in the line and may be checked now. */
  function advance(): void {
    clearTimeout(timer);
    if (isChecking || line.size === 0) return;
    const waiting = [...line];
    const waitMs = (one: Waiting) => (one.isKnown ? 0 : budget.waitMs(one.tries < FREE_TRIES));
    const first = firstOf(waiting.filter((one) => waitMs(one) === 0));
    if (first === undefined) {
      timer = setTimeout(advance, Math.min(...waiting.map(waitMs)));
      timer.unref();
      return;
    }
    if (!first.isKnown) budget.spend(first.tries < FREE_TRIES);
    line.delete(first);
    isChecking = true;
    tries.count(first.key);
    void first.begin().finally(() => {
      isChecking = false;
      tries.ended(first.key);
      advance();
    });
  }

  /** @throws AppError too-many-tries when the line is full of guessers that have tried no more than this one */
  function standInLine(one: Waiting): void {
    if (line.size >= MAX_WAITING) {
      const last = [...line].reduce((a, b) => (isBefore(a, b) ? b : a));
      if (!isBefore(one, last)) throw tooManyTries(LONGEST_WAIT_MS);
      last.refuse(LONGEST_WAIT_MS);
    }
    line.add(one);
    advance();
  }

  return {
    async inTurn<T>(guesser: Guesser, check: () => Promise<T>) {
      const key = addressKey(guesser.key);
      const { count, pauseMs, sinceMs } = tries.of(key);
      if (pauseMs > 0) throw tooManyTries(pauseMs);
      // Several devices may sign in from one address at a time, but not beyond its free tries.
      const ahead = [...line].filter((one) => one.key === key).length;
      if (ahead > 0 && count + ahead >= FREE_TRIES) throw tooManyTries(1000);
      return new Promise<T>((resolve, reject) => {
        const leave = (retryMs: number) => {
          clearTimeout(limit);
          line.delete(one);
          reject(tooManyTries(retryMs));
        };
        const limit = setTimeout(() => leave(1000), LONGEST_WAIT_MS);
        const begin = () => {
          clearTimeout(limit);
          return check().then(resolve, reject);
        };
        const one: Waiting = {
          key,
          isKnown: guesser.isKnown,
          tries: count + ahead,
          sinceMs,
          begin,
          refuse: leave,
        };
        try {
          standInLine(one);
        } catch (error) {
          clearTimeout(limit);
          reject(error);
        }
      });
    },
    clear: (key) => tries.forget(addressKey(key)),
  };
}

function isBefore(one: Waiting, other: Waiting): boolean {
  return one.isKnown === other.isKnown ? one.tries < other.tries : one.isKnown;
}

/**
 * One of those that come before all others. Half of the time it is the guesser that is known for the shortest time: one
 * that comes in the middle of a flood of guesses does not wait for its end. Else chance decides: a row of ever newer
 * addresses keeps nobody out.
 */
function firstOf(waiting: Waiting[]): Waiting | undefined {
  const [any, ...others] = waiting;
  if (any === undefined) return undefined;
  const best = others.reduce((one, other) => (isBefore(other, one) ? other : one), any);
  const foremost = waiting.filter((one) => !isBefore(best, one));
  if (Math.random() < 0.5) return foremost[Math.floor(Math.random() * foremost.length)];
  return foremost.reduce((one, other) => (other.sinceMs > one.sinceMs ? other : one));
}

function tooManyTries(waitMs: number): AppError {
  const seconds = Math.ceil(waitMs / 1000);
  return new AppError('too-many-tries', 'Too many wrong tries in a row.', {
    hint: `Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}, then try again.`,
    retryAfterSeconds: seconds,
  });
}

/** What counts as one guesser: an IPv4 address, or a /64 of IPv6, of which one machine takes as many as it likes. */
function addressKey(address: string): string {
  const plain = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.replace(/%.*$/, '').split('::');
  const groups = head.split(':');
  const padding = tail === undefined ? 0 : 8 - groups.length - tail.split(':').length;
  return [...groups, ...Array<string>(Math.max(0, padding)).fill('0')].slice(0, 4).join(':');
}
