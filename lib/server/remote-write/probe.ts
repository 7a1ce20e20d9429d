import 'server-only';
import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { ProbeResult } from '@/lib/schemas/wizard';
import { VERSION } from '../version';
import { isRefusedAddress } from './address-guard';
import { classifyAnswer } from './classify';
import { classifyConnectError, noNetwork, refusedAddress, unknownHost } from './connect-errors';
import type { Answer, Finding, ProbeTarget } from './findings';
import { inspectTarget } from './inspect';

const LIMIT_MS = 10_000;
const MAX_BODY_BYTES = 4096;
/** Snappy of an empty WriteRequest: a length of 0 and nothing behind it. */
const EMPTY_WRITE_REQUEST = Buffer.from([0]);
/** A name that exists as long as there is an internet. */
const WELL_KNOWN_HOST = 'grafana.com';

interface Address {
  address: string;
  family: number;
}
export interface ProbeOptions {
  /** Name look-up; replaced in tests. */
  resolve?: (host: string) => Promise<Address[]>;
  /** Milliseconds for everything together. */
  limitMs?: number;
  /** Certificate authority in PEM that is trusted too. */
  ca?: string;
}

/**
 * Asks a destination whether it would take data: one remote-write request without samples. Redirects are not
 * followed, and the connection goes to the very address that was checked. Never throws: each failure is an outcome.
 */
export async function probeRemoteWrite(
  target: ProbeTarget,
  options: ProbeOptions = {},
): Promise<ProbeResult> {
  const startedAt = performance.now();
  const finding = inspectTarget(target) ?? (await ask(target, options));
  return { ...finding, durationMs: Math.round(performance.now() - startedAt) };
}

async function ask(target: ProbeTarget, options: ProbeOptions): Promise<Finding> {
  const resolve = options.resolve ?? ((host) => lookup(host, { all: true }));
  const signal = AbortSignal.timeout(options.limitMs ?? LIMIT_MS);
  const host = target.url.hostname.replace(/^\[|\]$/g, '');
  try {
    const addresses = await withSignal(addressesOf(host, resolve), signal);
    const [first] = addresses;
    if (first === undefined) return await withSignal(missingName(host, resolve), signal);
    // One bad address among several is enough: the next look-up could return it alone.
    if (addresses.some(({ address }) => isRefusedAddress(address))) return refusedAddress(host);
    return classifyAnswer(target, await send(target, addresses, signal, options.ca));
  } catch (error) {
    return classifyConnectError(signal.aborted ? 'ETIMEDOUT' : errorCode(error), target.url);
  }
}

async function addressesOf(host: string, resolve: (host: string) => Promise<Address[]>): Promise<Address[]> {
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family }];
  return resolve(host).catch(() => []);
}

/** A name that cannot be found says nothing yet: without a network no name can. */
async function missingName(host: string, resolve: (host: string) => Promise<Address[]>): Promise<Finding> {
  const isOnline = await resolve(WELL_KNOWN_HOST).then(
    (addresses) => addresses.length > 0,
    () => false,
  );
  return isOnline ? unknownHost(host) : noNetwork();
}

function send(target: ProbeTarget, addresses: Address[], signal: AbortSignal, ca?: string): Promise<Answer> {
  const { url, username, secret } = target;
  const isTls = url.protocol === 'https:';
  const credentials = Buffer.from(`${username}:${secret}`).toString('base64');
  const [pinned] = addresses;
  return new Promise((resolve, reject) => {
    const request = (isTls ? httpsRequest : httpRequest)(
      {
        protocol: url.protocol,
        hostname: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port,
        path: url.pathname + url.search,
        method: 'POST',
        agent: false,
        signal,
        lookup: (_host, { all }, done) =>
          all ? done(null, addresses) : done(null, pinned?.address ?? '', pinned?.family),
        ...(isTls && ca ? { ca } : {}),
        headers: {
          'content-type': 'application/x-protobuf',
          'content-encoding': 'snappy',
          'content-length': EMPTY_WRITE_REQUEST.length,
          'x-prometheus-remote-write-version': '0.1.0',
          'user-agent': `weir/${VERSION}`,
          ...(username !== '' || secret !== '' ? { authorization: `Basic ${credentials}` } : {}),
        },
      },
      (response) => {
        readStart(response).then(
          (body) =>
            resolve({
              status: response.statusCode ?? 0,
              contentType: response.headers['content-type'] ?? '',
              body,
            }),
          reject,
        );
      },
    );
    request.on('error', reject);
    request.end(EMPTY_WRITE_REQUEST);
  });
}

async function readStart(response: IncomingMessage): Promise<string> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of response) {
    bytes = Buffer.concat([bytes, chunk]);
    if (bytes.length >= MAX_BODY_BYTES) break;
  }
  response.destroy();
  return bytes.subarray(0, MAX_BODY_BYTES).toString('utf8');
}

function withSignal<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([promise, aborted]);
}

function errorCode(error: unknown): string {
  if (error instanceof AggregateError) return errorCode(error.errors[0]);
  return (error as NodeJS.ErrnoException | undefined)?.code ?? '';
}
