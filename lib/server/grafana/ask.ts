import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ZodType } from 'zod';
import { jsonIn } from '../json';
import { hostOf, portOf } from '../outbound/address';
import { connectFault } from '../outbound/connect-fault';
import { areLocal } from '../outbound/own-hosts';
import {
  errorCode,
  pinnedRequest,
  readStart,
  retryAfterSeconds,
  withSignal,
} from '../outbound/pinned-request';
import { OUTBOUND_LIMIT_MS, type OutboundOptions, safeAddresses } from '../outbound/safe-addresses';
import { notGrafana, type Reply, refusalOf } from './answers';
import { Refusal } from './refusal';

/** A dashboard has some 25 kB; a list of data sources half a kilobyte for each. */
const MAX_BYTES = 1024 * 1024;
/** Longer than this nobody waits before a page. */
const LONGEST_PAUSE_SECONDS = 10;

/** What these mean depends on what was asked. */
const TOLD_APART = [400, 404, 406, 409];

/** Where, and as whom. */
export interface Access {
  /** Without a slash at the end. */
  address: string;
  token: string;
}

export interface Question {
  method: 'GET' | 'POST' | 'DELETE';
  /** Behind the address; made of what Weir itself names things. */
  path: string;
  headers?: Record<string, string>;
  /** JSON, which is YAML too. */
  body?: unknown;
}

/** Asks Grafana one thing. @throws Refusal when there is no answer, or not for who asks */
export type Ask = (question: Question) => Promise<Reply>;

/**
 * Asks one thing after the other, at the addresses that were checked; redirects are not followed. Where Grafana asks to
 * wait, it is asked once more.
 */
export function createAsk(access: Access, options: OutboundOptions = {}): Ask {
  return async (question) => {
    const first = await exchange(access, question, options);
    if (first.status !== 429) return judged(first);
    await sleep(Math.min(first.pauseSeconds ?? 1, LONGEST_PAUSE_SECONDS) * 1000);
    return judged(await exchange(access, question, options));
  };
}

/** The reply as JSON of a shape. @throws Refusal */
export function readAs<T>(reply: Reply, shape: ZodType<T>): T {
  if (reply.status >= 300) throw refusalOf(reply);
  const { data } = shape.safeParse(jsonIn(reply.text));
  if (data === undefined) throw notGrafana(reply.status);
  return data;
}

/** @throws Refusal for what no question is answered with that may be asked */
function judged(reply: Reply): Reply {
  const { status } = reply;
  if ((status >= 200 && status < 300) || TOLD_APART.includes(status)) return reply;
  throw refusalOf(reply);
}

async function exchange(
  { address, token }: Access,
  { method, path, headers, body }: Question,
  options: OutboundOptions,
): Promise<Reply & { pauseSeconds: number | null }> {
  const url = new URL(address + path);
  const signal = AbortSignal.timeout(options.limitMs ?? OUTBOUND_LIMIT_MS);
  try {
    const addresses = await withSignal(safeAddresses(hostOf(url), portOf(url), options), signal);
    if (url.protocol === 'http:' && !areLocal(addresses)) throw inTheOpen();
    const response = await pinnedRequest({
      url,
      method,
      addresses,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
        authorization: `Bearer ${token}`,
      },
      ...(body !== undefined && { body: Buffer.from(JSON.stringify(body)) }),
      signal,
      ca: options.ca,
    });
    // What answers may repeat what it was sent, and a part of that is shown.
    const text = (await readStart(response, MAX_BYTES)).replaceAll(token, '…');
    const pauseSeconds = retryAfterSeconds(response.headers['retry-after']);
    return { status: response.statusCode ?? 0, text, pauseSeconds };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const code = signal.aborted ? 'ETIMEDOUT' : errorCode(error);
    const { message, hint } = connectFault(code, hostOf(url), portOf(url));
    throw new Refusal(message, hint);
  }
}

const inTheOpen = () =>
  new Refusal(
    'Without https:// the token would cross the internet unencrypted.',
    'Use https://. A token goes without it only to a Grafana in your own network.',
  );
