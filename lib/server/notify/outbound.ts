import 'server-only';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isLoopbackAddress, isRefusedAddress } from '../remote-write/address-guard';

export const LIMIT_MS = 10_000;

export interface Address {
  address: string;
  family: number;
}
export interface OutboundOptions {
  /** Name look-up; replaced in tests. */
  resolve?: (host: string) => Promise<Address[]>;
  /** Milliseconds for everything together. */
  limitMs?: number;
  /** Certificate authority in PEM that is trusted too. */
  ca?: string;
}

/** Why nothing was sent: `code` is Node's own, or one of these two. */
export class OutboundError extends Error {
  readonly code: string;
  constructor(code: 'WEIR_REFUSED_ADDRESS' | 'WEIR_UNKNOWN_HOST') {
    super(code);
    this.code = code;
  }
}

/**
 * The addresses behind a host, IPv4 first. One bad address among several is enough to refuse them all: the next
 * look-up could return it alone. The caller connects to these and asks no name server again.
 * @throws OutboundError
 */
export async function safeAddresses(
  host: string,
  options: OutboundOptions,
): Promise<[Address, ...Address[]]> {
  const family = isIP(host);
  const resolve = options.resolve ?? ((name) => lookup(name, { all: true }));
  const found = family === 0 ? await resolve(host).catch(() => []) : [{ address: host, family }];
  if (found.some(({ address }) => isRefusedAddress(address) || isLoopbackAddress(address)))
    throw new OutboundError('WEIR_REFUSED_ADDRESS');
  const [first, ...others] = found.toSorted((a, b) => a.family - b.family);
  if (first === undefined) throw new OutboundError('WEIR_UNKNOWN_HOST');
  return [first, ...others];
}

/** The promise's result, or a rejection with the signal's reason once it is aborted. */
export function withSignal<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([promise, aborted]);
}
