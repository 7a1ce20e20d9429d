import 'server-only';
import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { VERSION } from '../version';
import { isRefusedAddress } from './address-guard';

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
    const host = origin.hostname.replace(/^\[|\]$/g, '');
    const family = isIP(host);
    const addresses = family ? [{ address: host, family }] : await lookup(host, { all: true });
    // One bad address among several is enough: the next look-up could return it alone.
    if (addresses.length === 0 || addresses.some(({ address }) => isRefusedAddress(address))) return null;
    const askedAtMs = now();
    const header = await askDate(origin, addresses, ca);
    const dateMs = Date.parse(header ?? '');
    // The second that the header names had begun at most a second ago, and was read half-way through the exchange.
    return Number.isNaN(dateMs) ? null : (askedAtMs + now()) / 2 - (dateMs + 500);
  } catch {
    return null;
  }
}

function askDate(
  origin: URL,
  addresses: { address: string; family: number }[],
  ca: string | undefined,
): Promise<string | undefined> {
  const [pinned] = addresses;
  return new Promise((resolve, reject) => {
    const request = (origin.protocol === 'https:' ? httpsRequest : httpRequest)(
      {
        protocol: origin.protocol,
        hostname: origin.hostname.replace(/^\[|\]$/g, ''),
        port: origin.port,
        path: '/',
        method: 'HEAD',
        agent: false,
        signal: AbortSignal.timeout(LIMIT_MS),
        lookup: (_host, { all }, done) =>
          all ? done(null, addresses) : done(null, pinned?.address ?? '', pinned?.family),
        headers: { 'user-agent': `weir/${VERSION}` },
        ...(ca ? { ca } : {}),
      },
      (response) => {
        resolve(response.headers.date);
        response.destroy();
      },
    );
    request.on('error', reject);
    request.end();
  });
}
