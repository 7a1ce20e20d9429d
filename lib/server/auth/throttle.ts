import 'server-only';
import { isIPv6 } from 'node:net';
import { AppError } from '../errors';

const FORGET_AFTER_MS = 15 * 60_000;
const MAX_ADDRESSES = 1000;
/** Tries without delay, then a delay that doubles with each further try up to a cap: never for good. */
const PER_ADDRESS = { free: 4, capMs: 60_000 };
const OVERALL = { free: 20, capMs: 15_000 };

interface Tries {
  count: number;
  lastAtMs: number;
}

export interface Throttle {
  /**
   * Counts a try before it is checked, so that many at once count too.
   * @param isKnown spared the delay that is common to all
   * @throws AppError too-many-tries
   */
  admit(address: string, isKnown?: boolean): void;
  /** Forgets the tries of an address that has just proved itself. */
  clear(address: string): void;
}

/**
 * Slows guessing down, for each address and for all together. An address that has proved itself before is spared
 * the common delay, so that a stranger's guesses do not keep the owner out.
 * @param now milliseconds of a clock that never goes back
 */
export function createThrottle(now: () => number = () => performance.now()): Throttle {
  const byAddress = new Map<string, Tries>();
  const overall: Tries = { count: 0, lastAtMs: 0 };
  const proven = new Set<string>();

  return {
    admit(address, isKnown = false) {
      const key = addressKey(address);
      const own = byAddress.get(key) ?? { count: 0, lastAtMs: 0 };
      const waitMs = Math.max(
        delayLeftMs(own, PER_ADDRESS, now()),
        isKnown || proven.has(key) ? 0 : delayLeftMs(overall, OVERALL, now()),
      );
      if (waitMs > 0) throw tooManyTries(waitMs);
      count(own, now());
      count(overall, now());
      byAddress.delete(key);
      byAddress.set(key, own);
      dropOldest(byAddress, MAX_ADDRESSES);
    },
    clear(address) {
      const key = addressKey(address);
      byAddress.delete(key);
      overall.count = Math.max(0, overall.count - 1);
      proven.add(key);
      dropOldest(proven, MAX_ADDRESSES);
    },
  };
}

function count(tries: Tries, nowMs: number): void {
  tries.count = nowMs - tries.lastAtMs > FORGET_AFTER_MS ? 1 : tries.count + 1;
  tries.lastAtMs = nowMs;
}

function delayLeftMs(tries: Tries, { free, capMs }: typeof PER_ADDRESS, nowMs: number): number {
  if (tries.count < free) return 0;
  return tries.lastAtMs + Math.min(capMs, 1000 * 2 ** (tries.count - free)) - nowMs;
}

/** An internet connection has a whole /64 of IPv6 addresses, which must not mean as many free tries. */
function addressKey(address: string): string {
  const plain = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
  if (!isIPv6(plain) || /^f([cd]|e[89ab])/.test(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head.split(':');
  const padding = tail === undefined ? 0 : 8 - groups.length - tail.split(':').length;
  return [...groups, ...Array<string>(Math.max(0, padding)).fill('0')].slice(0, 4).join(':');
}

function dropOldest(entries: Map<string, unknown> | Set<string>, limit: number): void {
  for (const key of entries.keys()) {
    if (entries.size <= limit) return;
    entries.delete(key);
  }
}

function tooManyTries(waitMs: number): AppError {
  const seconds = Math.ceil(waitMs / 1000);
  return new AppError('too-many-tries', 'Too many wrong tries in a row.', {
    hint: `Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}, then try again.`,
    retryAfterSeconds: seconds,
  });
}
