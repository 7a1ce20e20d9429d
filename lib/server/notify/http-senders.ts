import 'server-only';
import type { SendResult } from '@/lib/schemas/notify';
import { portOf } from '../outbound/address';
import { errorCode } from '../outbound/pinned-request';
import type { OutboundOptions } from '../outbound/safe-addresses';
import { connectCause, httpCause } from './causes';
import { httpPost, type Post } from './http-post';
import type { Message } from './message';
import type { NtfyChannel, WebhookChannel } from './types';

export type Sent = SendResult & { retryAfterSeconds: number | null };

/** 3 is ntfy's default; 4 makes a phone sound longer; 2 makes it silent (docs.ntfy.sh/publish, “Message priority”). */
const ntfyLook = {
  losing: { priority: 5, tags: ['rotating_light'] },
  open: { priority: 4, tags: ['hourglass_flowing_sand'] },
  over: { priority: 3, tags: ['white_check_mark'] },
} as const;

/** Publishes as JSON, which takes any character; that goes to the server's root, the topic is in the body. */
export function sendNtfy(channel: NtfyChannel, message: Message, options: OutboundOptions): Promise<Sent> {
  const body = JSON.stringify({
    topic: channel.topic,
    title: message.title,
    message: message.text,
    // Servers that know it show another try of the same message in the place of the first.
    sequence_id: message.id,
    ...ntfyLook[message.urgency],
  });
  const headers: Record<string, string> = channel.hasToken
    ? { authorization: `Bearer ${channel.token}` }
    : {};
  const post = { url: new URL(channel.server), contentType: 'application/json', body, headers };
  return deliver(post, 'topic and the access token', options);
}

/** The shape is documented in docs/notifications.md. */
export function webhookBody(message: Message): string {
  const time = (atMs: number) => new Date(atMs).toISOString();
  return JSON.stringify({
    version: 1,
    id: message.id,
    sentAt: time(message.atMs),
    cluster: message.cluster,
    title: message.title,
    text: `${message.title}\n\n${message.text}`,
    findings: message.news.map((line) => ({
      id: line.findingId,
      incident: line.incidentId,
      event: line.kind,
      severity: line.severity,
      title: line.title,
      consequence: line.consequence,
      fix: line.fix,
      since: time(line.sinceMs),
      until: line.untilMs === null ? null : time(line.untilMs),
    })),
  });
}

export function sendWebhook(
  { url, headerName, headerValue }: WebhookChannel,
  message: Message,
  options: OutboundOptions,
): Promise<Sent> {
  const headers = { 'idempotency-key': message.id, ...(headerName && { [headerName]: headerValue }) };
  const post = { url: new URL(url), contentType: 'application/json', body: webhookBody(message), headers };
  return deliver(post, 'address and the header', options);
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
