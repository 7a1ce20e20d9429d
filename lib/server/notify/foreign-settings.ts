import 'server-only';
import { z } from 'zod';
import { channelSchemas, savedChannelSchema } from '@/lib/schemas/channels';
import type { Channel } from './channels/channel';
import { type NotifySettings, notifySettingsSchema } from './types';

const kinds: readonly unknown[] = Object.keys(channelSchemas);

/** A way to be told that only a newer version knows. */
const isForeign = (channel: unknown) => !kinds.includes(Object(channel).kind);

/** The settings as they are read from the file: ways to be told that are not known are left out. */
export const savedSettingsSchema = notifySettingsSchema.extend({
  channels: z
    .array(z.unknown())
    .transform((channels) => channels.filter((channel) => !isForeign(channel)))
    .pipe(z.array(savedChannelSchema)),
});

/**
 * The settings with all that stands beside them in the file: what a newer version or somebody by hand has written there
 * is not lost when a form is saved.
 * @param file what is in the file now
 */
export function withForeign(file: unknown, settings: NotifySettings): unknown {
  const { channels, rules, deadMan, ...rest } = record(file);
  const old: readonly unknown[] = Array.isArray(channels) ? channels : [];
  const before = (channel: Channel) =>
    old.find((one) => record(one).id === channel.id && record(one).kind === channel.kind);
  const quiet = settings.rules.quiet && { ...record(record(rules).quiet), ...settings.rules.quiet };
  return {
    ...rest,
    channels: [
      ...settings.channels.map((channel) => ({ ...record(before(channel)), ...channel })),
      ...old.filter(isForeign),
    ],
    rules: { ...record(rules), ...settings.rules, quiet },
    deadMan: { ...record(deadMan), ...settings.deadMan },
  };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
