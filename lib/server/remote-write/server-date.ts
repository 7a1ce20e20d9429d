import 'server-only';
import { hostOf } from '../outbound/address';
import { isRefusedAddress } from '../outbound/address-guard';
import { isOwnHost } from '../outbound/own-hosts';
import { addressesOf, pinnedRequest } from '../outbound/pinned-request';

const LIMIT_MS = 10_000;

/**
 * When a server says that it is now, from the Date header of its answer to a HEAD request for `/`, whatever the
 * status; no credentials are sent and no redirect is followed. Its resolution is a second.
 * @returns how far `now` is ahead of the server, in ms; null when it does not answer or does not say
 */
export async function readAheadOf(
  origin: URL,
  { now = Date.now, ca }: { now?: () => number; ca?: string } = {},
): Promise<number | null> {
  try {
    const host = hostOf(origin);
    const addresses = await addressesOf(host);
    // One bad address among several is enough: the next look-up could return it alone.
    if (addresses.length === 0 || addresses.some(({ address }) => isRefusedAddress(address))) return null;
    if (await isOwnHost(host, addresses)) return null;
    const askedAtMs = now();
    const signal = AbortSignal.timeout(LIMIT_MS);
    const url = new URL('/', origin);
    const response = await pinnedRequest({ url, method: 'HEAD', addresses, signal, ca });
    response.destroy();
    const dateMs = Date.parse(response.headers.date ?? '');
    // The second that the header names had begun at most a second ago, and was read half-way through the exchange.
    return Number.isNaN(dateMs) ? null : (askedAtMs + now()) / 2 - (dateMs + 500);
  } catch {
    return null;
  }
}
