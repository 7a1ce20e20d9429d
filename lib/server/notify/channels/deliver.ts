import 'server-only';
import { hostOf, portOf } from '../../outbound/address';
import { errorCode, pinnedRequest, retryAfterSeconds, withSignal } from '../../outbound/pinned-request';
import { OUTBOUND_LIMIT_MS, type OutboundOptions, safeAddresses } from '../../outbound/safe-addresses';
import { connectCause, httpCause } from './causes';
import type { Sent } from './channel';

interface Post {
  url: URL;
  contentType: string;
  body: string;
  headers?: Record<string, string>;
}
interface PostAnswer {
  status: number;
  /** Seconds that the server asks to wait; null when it does not. */
  retryAfterSeconds: number | null;
}

/** Sends and says in plain words what became of it. Never throws. @param secret what the other side may refuse */
export async function deliver(post: Post, secret: string, options: OutboundOptions): Promise<Sent> {
  const startedAt = performance.now();
  const durationMs = () => Math.round(performance.now() - startedAt);
  const { hostname } = post.url;
  try {
    const { status, retryAfterSeconds } = await httpPost(post, options);
    const wasSent = status >= 200 && status < 300;
    const cause = httpCause(status, hostname, secret);
    return { wasSent, status, ...cause, durationMs: durationMs(), retryAfterSeconds };
  } catch (error) {
    const cause = connectCause(errorCode(error), hostname, portOf(post.url));
    return { wasSent: false, status: null, ...cause, durationMs: durationMs(), retryAfterSeconds: null };
  }
}

/**
 * Sends one request and looks at the status of its answer only: the body is thrown away unread, redirects are not
 * followed, and the connection goes to the very addresses that were checked.
 * @throws OutboundError, or Node's error with its `code`; ETIMEDOUT after the limit
 */
async function httpPost(post: Post, options: OutboundOptions): Promise<PostAnswer> {
  const signal = AbortSignal.timeout(options.limitMs ?? OUTBOUND_LIMIT_MS);
  try {
    return await send(post, options, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' });
  }
}

async function send(
  { url, contentType, body, headers }: Post,
  options: OutboundOptions,
  signal: AbortSignal,
): Promise<PostAnswer> {
  const addresses = await withSignal(safeAddresses(hostOf(url), portOf(url), options), signal);
  const response = await pinnedRequest({
    url,
    method: 'POST',
    addresses,
    headers: { ...headers, 'content-type': contentType },
    body: Buffer.from(body),
    signal,
    ca: options.ca,
  });
  response.destroy();
  return {
    status: response.statusCode ?? 0,
    retryAfterSeconds: retryAfterSeconds(response.headers['retry-after']),
  };
}
