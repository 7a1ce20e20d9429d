import 'server-only';
import { isRefusedAddress } from './address-guard';
import { isOwnHost, isOwnName, isOwnPort } from './own-hosts';
import { type Address, addressesOf, type Resolve } from './pinned-request';

export const OUTBOUND_LIMIT_MS = 10_000;

export interface OutboundOptions {
  /** Name look-up; replaced in tests. */
  resolve?: Resolve;
  /** Milliseconds for everything together. */
  limitMs?: number;
  /** Certificate authority in PEM that is trusted too. */
  ca?: string;
}

/** Why nothing was sent. */
export class OutboundError extends Error {
  readonly code: string;
  constructor(code: 'WEIR_REFUSED_ADDRESS' | 'WEIR_REFUSED_PORT' | 'WEIR_UNKNOWN_HOST') {
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
  port: number,
  options: OutboundOptions,
): Promise<[Address, ...Address[]]> {
  if (isOwnName(host)) throw new OutboundError('WEIR_REFUSED_ADDRESS');
  const found = await addressesOf(host, options.resolve);
  if (found.some(({ address }) => isRefusedAddress(address)) || (await isOwnHost(host, found)))
    throw new OutboundError('WEIR_REFUSED_ADDRESS');
  if (isOwnPort(port, found)) throw new OutboundError('WEIR_REFUSED_PORT');
  const [first, ...others] = found.toSorted((a, b) => a.family - b.family);
  if (first === undefined) throw new OutboundError('WEIR_UNKNOWN_HOST');
  return [first, ...others];
}
