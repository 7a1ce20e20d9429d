import 'server-only';
import type { z } from 'zod';
import type { ChannelKind, savedChannelSchema } from '@/lib/schemas/channels';
import type { ChannelInput, ChannelView, SendResult } from '@/lib/schemas/notify';
import type { Finding } from '@/lib/schemas/snapshot';
import { AppError } from '../../errors';
import type { OutboundOptions } from '../../outbound/safe-addresses';

type Of<K, All> = Extract<All, { kind: K }>;
type Shown<View> = View extends ChannelView ? Omit<View, 'last' | 'waiting' | 'revision'> : never;
/** A channel with its secrets. */
export type Channel<K extends ChannelKind = ChannelKind> = Of<K, z.infer<typeof savedChannelSchema>>;

export interface MessageLine extends Pick<Finding, 'severity' | 'title' | 'consequence' | 'fix'> {
  incidentId: string;
  findingId: string;
  kind: string;
  sinceMs: number;
  untilMs: number | null;
}

export interface Message {
  /** Stays the same when the same content is sent again. */
  id: string;
  /** Name of this Pi. */
  cluster: string;
  atMs: number;
  timeZone: string;
  news: readonly MessageLine[];
  title: string;
  text: string;
  /** Decides how loud a phone is: nothing is louder than losing data, and an end is quiet. */
  urgency: 'losing' | 'open' | 'over';
}

export type Sent = SendResult & { retryAfterSeconds: number | null };

/** One way to tell people: all that the server knows of it beside its schemas. */
export interface ChannelRecord<K extends ChannelKind> {
  /** Within a sentence. */
  name: string;
  /**
   * The channel that a form stands for: secrets that were left empty are those of the saved one, as long as they go to
   * where they were entered for.
   * @throws AppError bad-request naming the secret that is needed
   */
  keepSecrets(input: Of<K, ChannelInput>, saved: Channel<K> | undefined): Of<K, ChannelInput>;
  /** For the browser; no secret is part of it. */
  view(channel: Channel<K>): Shown<Of<K, ChannelView>>;
  /** Never throws: each failure is a result. */
  send(channel: Channel<K>, message: Message, options: OutboundOptions): Promise<Sent>;
}

/** @throws AppError bad-request when there is neither */
export function keep(given: string, known: string | undefined, field: string, message: string): string {
  const value = given || known;
  if (!value) throw new AppError('bad-request', message, { fieldErrors: { [field]: message } });
  return value;
}

export const originOf = (text: string) => URL.parse(text)?.origin ?? null;
export const hostOf = (text: string) => URL.parse(text)?.host ?? '';
