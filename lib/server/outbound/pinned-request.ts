import 'server-only';
import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { VERSION } from '../version';
import { hostOf } from './address';

export interface Address {
  address: string;
  family: number;
}
/** How a test stands in for the network's name service. */
export type Resolve = (host: string) => Promise<Address[]>;

export const resolveName: Resolve = (host) => lookup(host, { all: true });

/** What a name stands for, or the address that it is. Empty: it cannot be looked up. */
export async function addressesOf(host: string, resolve: Resolve = resolveName): Promise<Address[]> {
  const family = isIP(host);
  return family === 0 ? resolve(host).catch(() => []) : [{ address: host, family }];
}

interface PinnedRequest {
  url: URL;
  method: 'GET' | 'HEAD' | 'POST' | 'DELETE';
  /** Checked by the caller; the connection goes to one of these, and no name server is asked again. */
  addresses: readonly Address[];
  headers?: Record<string, string>;
  body?: Buffer;
  signal: AbortSignal;
  /** Certificate authority in PEM that is trusted too. */
  ca?: string | undefined;
}

/**
 * Sends one request and gives the answer's head; redirects are not followed. The caller reads or destroys the body.
 * @throws Node's error with its `code`; the signal's reason
 */
export function pinnedRequest(given: PinnedRequest): Promise<IncomingMessage> {
  const { url, method, headers, body, signal, ca } = given;
  const addresses = [...given.addresses];
  const [first] = addresses;
  const isTls = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const request = (isTls ? httpsRequest : httpRequest)(
      {
        protocol: url.protocol,
        hostname: hostOf(url),
        port: url.port,
        path: url.pathname + url.search,
        method,
        agent: false,
        signal,
        lookup: (_host, { all }, done) =>
          all ? done(null, addresses) : done(null, first?.address ?? '', first?.family),
        ...(isTls && ca ? { ca } : {}),
        headers: {
          'user-agent': `weir/${VERSION}`,
          ...headers,
          ...(body && { 'content-length': body.length }),
        },
      },
      resolve,
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** The beginning of an answer's body as text; the rest is not read. @throws the error of the connection */
export async function readStart(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= maxBytes) break;
  }
  response.destroy();
  return Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
}

/** `Retry-After` in seconds, which may also be a date (RFC 9110, 10.2.3); null: it is none. */
export function retryAfterSeconds(header: string | undefined): number | null {
  if (header === undefined) return null;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
}

/** The promise's result, or a rejection with the signal's reason once it is aborted. */
export function withSignal<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([promise, aborted]);
}

/** Node's code of an error, of the first one where several addresses were tried; nodemailer keeps it beside its own. */
export function errorCode(error: unknown): string {
  if (error instanceof AggregateError) return errorCode(error.errors[0]);
  const { originalCode, code } = (error ?? {}) as { originalCode?: unknown; code?: unknown };
  return [originalCode, code].find((value) => typeof value === 'string') ?? '';
}
