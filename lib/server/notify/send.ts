import 'server-only';
import type { OutboundOptions } from '../outbound/safe-addresses';
import { sendEmail } from './email';
import { type Sent, sendNtfy, sendWebhook } from './http-senders';
import type { Message } from './message';
import type { Channel } from './types';

/** Tells one channel. Never throws: each failure is a result. */
export function sendMessage(channel: Channel, message: Message, options: OutboundOptions): Promise<Sent> {
  if (channel.kind === 'ntfy') return sendNtfy(channel, message, options);
  if (channel.kind === 'webhook') return sendWebhook(channel, message, options);
  return sendEmail(channel, message, options);
}
