import 'server-only';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { VERSION } from '../version';
import { LIMIT_MS, type OutboundOptions, safeAddresses, withSignal } from './outbound';

export interface Post {
  url: URL;
  contentType: string;
  body: string;
  headers?: Record<string, string>;
}
export interface PostAnswer {
  status: number;
  /** Seconds that the server asks to wait; null when it does not. */
  retryAfterSeconds: number | null;
}

/**
 * Sends one request and looks at the status of its answer only: the body is thrown away unread, redirects are not
 * followed, and the connection goes to the very addresses that were checked.
 * @throws OutboundError, or Node's error with its `code`; ETIMEDOUT after the limit
 */
export async function httpPost(post: Post, options: OutboundOptions): Promise<PostAnswer> {
  const signal = AbortSignal.timeout(options.limitMs ?? LIMIT_MS);
  try {
    return await send(post, options, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' });
  }
}

async function send(post: Post, options: OutboundOptions, signal: AbortSignal): Promise<PostAnswer> {
  const { url } = post;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = await withSignal(safeAddresses(host, options), signal);
  const [pinned] = addresses;
  const isTls = url.protocol === 'https:';
  const body = Buffer.from(post.body);
  return new Promise((resolve, reject) => {
    const request = (isTls ? httpsRequest : httpRequest)(
      {
        protocol: url.protocol,
        hostname: host,
        port: url.port,
        path: url.pathname + url.search,
        method: 'POST',
        agent: false,
        signal,
        lookup: (_host, { all }, done) =>
          all ? done(null, addresses) : done(null, pinned.address, pinned.family),
        ...(isTls && options.ca ? { ca: options.ca } : {}),
        headers: {
          'user-agent': `weir/${VERSION}`,
          ...post.headers,
          'content-type': post.contentType,
          'content-length': body.length,
        },
      },
      (response) => {
        const retryAfterSeconds = retryAfter(response.headers['retry-after']);
        resolve({ status: response.statusCode ?? 0, retryAfterSeconds });
        response.destroy();
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** `Retry-After` in seconds; it may also be a date (RFC 9110, 10.2.3). */
function retryAfter(header: string | undefined): number | null {
  if (header === undefined) return null;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
}
