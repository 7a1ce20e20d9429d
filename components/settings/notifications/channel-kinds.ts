import type { ChannelKind } from '@/lib/schemas/channels';
import type { ChannelView } from '@/lib/schemas/notify';
import type { ChannelRecord, ChannelValues } from './channel-kind';
import { email } from './email-channel';
import { ntfy } from './ntfy-channel';
import { webhook } from './webhook-channel';

export const channelKinds: { [K in ChannelKind]: ChannelRecord<K> } = { ntfy, webhook, email };

/** All that the browser knows of a kind of channel. */
export const recordOf = (kind: ChannelKind) => channelKinds[kind] as ChannelRecord<ChannelKind>;

export const whereTo = (channel: ChannelView) => recordOf(channel.kind).whereTo(channel);

/** The form of a saved channel, its secrets empty, or of a new one. */
export function channelValues(kind: ChannelKind, saved: ChannelView | null): ChannelValues {
  const values = { kind, isOn: true, ...recordOf(kind).first };
  if (saved === null) return values;
  const typed = Object.entries(saved).flatMap(([field, value]) =>
    field in values ? [[field, asTyped(value)]] : [],
  );
  return { ...values, ...Object.fromEntries(typed) };
}

/** What the server tells of a secret is no text of it. */
function asTyped(value: unknown): unknown {
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'object' ? '' : value;
}

/** The form's field for a path of the API: `to` for `to.1`. */
export const channelField = (path: string): string => path.split('.')[0] ?? path;
