import 'server-only';
import type { ChannelKind } from '@/lib/schemas/channels';
import type { ChannelInput } from '@/lib/schemas/notify';
import type { OutboundOptions } from '../../outbound/safe-addresses';
import type { Channel, ChannelRecord, Message, Sent } from './channel';
import { email } from './email';
import { ntfy } from './ntfy';
import { webhook } from './webhook';

const byKind: { [K in ChannelKind]: ChannelRecord<K> } = { ntfy, webhook, email };

/** All that the server knows of a kind of channel. */
export const recordOf = (kind: ChannelKind) => byKind[kind] as ChannelRecord<ChannelKind>;

/** The channel that a form stands for. @throws AppError bad-request naming the secret that is needed */
export function channelFrom(input: ChannelInput, id: string, saved: Channel | undefined): Channel {
  const same = saved?.kind === input.kind ? saved : undefined;
  return { ...recordOf(input.kind).keepSecrets(input, same), id };
}

/** Tells one channel. Never throws: each failure is a result. */
export function sendMessage(channel: Channel, message: Message, options: OutboundOptions): Promise<Sent> {
  return recordOf(channel.kind).send(channel, message, options);
}
