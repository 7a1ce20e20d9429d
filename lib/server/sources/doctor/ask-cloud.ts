import 'server-only';
import type { IncomingHttpHeaders } from 'node:http';
import type { ZodType } from 'zod';
import type { AskProgress } from '@/lib/schemas/source-answer';
import { jsonIn } from '../../json';
import { hostOf, portOf } from '../../outbound/address';
import { errorCode, pinnedRequest, readStart, withSignal } from '../../outbound/pinned-request';
import { type OutboundOptions, safeAddresses } from '../../outbound/safe-addresses';
import type { Told } from '../../sampler/eye/eye';
import { singleton } from '../../singleton';
import { STOPPED, silenceOf } from './told';

/** A cloud answers within a second; a far region from a slow line within three. */
const LIMIT_MS = 5000;
/** Connections at a time, of all who ask: each is a TLS handshake. */
const MOST = 8;
const MAX_ERROR_BYTES = 16_000;

/** How to ask, whatever is asked. */
export interface Way {
  /** Ends everything. */
  signal: AbortSignal;
  /** Counted up with each question, and with each end of one. */
  progress?: AskProgress | undefined;
  options?: OutboundOptions;
}

export interface CloudRequest {
  url: URL;
  method: 'GET' | 'POST';
  body?: string;
  /** @param atMs when it is sent, by this machine's clock */
  headers: (atMs: number) => Record<string, string>;
  /** Of a good answer; of one that is an error less is read. */
  maxBytes: number;
}

export interface Reply {
  isGood: boolean;
  status: number;
  headers: IncomingHttpHeaders;
  /** Untrusted. */
  text: string;
  /** How far this machine's clock is ahead of the cloud's, in milliseconds; null: the answer does not say. */
  aheadMs: number | null;
}

/** What a cloud says, or why it says nothing. */
export type Answer<T> = { ok: true; value: T } | { ok: false; told: Told };

/**
 * Asks a cloud one thing, to an address that was checked; redirects are not followed. Never throws: each failure has its
 * words.
 * @param judge what a reply means
 */
export function askCloud<T>(
  way: Way,
  request: CloudRequest,
  judge: (reply: Reply) => Answer<T>,
): Promise<Answer<T>> {
  if (way.progress) way.progress.asked += 1;
  return atMost(async () => {
    const signal = AbortSignal.any([way.signal, AbortSignal.timeout(LIMIT_MS)]);
    try {
      if (way.signal.aborted) return { ok: false, told: STOPPED };
      return judge(await exchange(request, signal, way.options ?? {}));
    } catch (error) {
      if (way.signal.aborted) return { ok: false, told: STOPPED };
      const code = signal.aborted ? 'ETIMEDOUT' : errorCode(error);
      return { ok: false, told: silenceOf(code, request.url.hostname, portOf(request.url)) };
    } finally {
      if (way.progress) way.progress.answered += 1;
    }
  });
}

/** As JSON of a shape. */
export const inShape =
  <T>(shape: ZodType<T>) =>
  (text: string): T | undefined =>
    shape.safeParse(jsonIn(text)).data;

/** @throws OutboundError, or Node's error with its `code` */
async function exchange(
  { url, method, body = '', headers, maxBytes }: CloudRequest,
  signal: AbortSignal,
  options: OutboundOptions,
): Promise<Reply> {
  const addresses = await withSignal(safeAddresses(hostOf(url), portOf(url), options), signal);
  const askedAtMs = Date.now();
  const sent = method === 'POST' ? { body: Buffer.from(body) } : {};
  const given = { url, method, addresses, headers: headers(askedAtMs), ...sent, signal, ca: options.ca };
  const response = await pinnedRequest(given);
  const status = response.statusCode ?? 0;
  const dateMs = Date.parse(response.headers.date ?? '');
  // The second that the header names had begun at most a second ago, and was read half-way through the exchange.
  const aheadMs = Number.isNaN(dateMs) ? null : (askedAtMs + Date.now()) / 2 - (dateMs + 500);
  const isGood = status >= 200 && status < 300;
  const text = await readStart(response, isGood ? maxBytes : MAX_ERROR_BYTES);
  return { isGood, status, headers: response.headers, text, aheadMs };
}

/** Does the work once one of the places is free. */
async function atMost<T>(work: () => Promise<T>): Promise<T> {
  const places = singleton('cloud-places', () => ({ free: MOST, waiting: [] as (() => void)[] }));
  if (places.free > 0) places.free -= 1;
  else await new Promise<void>((resolve) => places.waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = places.waiting.shift();
    if (next) next();
    else places.free += 1;
  }
}
