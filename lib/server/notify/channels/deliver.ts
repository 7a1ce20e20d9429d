import 'server-only';
import { portOf } from '../../outbound/address';
import { errorCode } from '../../outbound/pinned-request';
import type { OutboundOptions } from '../../outbound/safe-addresses';
import { connectCause, httpCause } from './causes';
import type { Sent } from './channel';
import { httpPost, type Post } from './http-post';

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
