import 'server-only';
import type { NotifyView } from '@/lib/schemas/notify';
import { partRevision } from '../change/records/part-revision';
import { revisionKey } from '../change/records/sealed-texts';
import { secretInfo } from '../files/secrets/names';
import { hostOf } from './channels/channel';
import { recordOf } from './channels/channels';
import { timeOfDay } from './local-time';
import type { Notifier } from './notifier';

/** The settings and what became of the last messages; no secret is part of it. */
export async function notifyView(notifier: Notifier): Promise<NotifyView> {
  const key = await revisionKey();
  const { channels, rules, deadMan } = notifier.settings();
  const { last, outbox } = notifier.state();
  return {
    channels: channels.map((channel) => {
      const waiting = outbox.filter(({ channelId }) => channelId === channel.id).length;
      const revision = partRevision(key, channel);
      return { ...recordOf(channel.kind).view(channel), revision, last: last[channel.id] ?? null, waiting };
    }),
    rules: { ...rules, revision: partRevision(key, rules) },
    deadMan: {
      ...deadMan,
      revision: partRevision(key, deadMan),
      url: secretInfo(deadMan.url),
      urlHost: hostOf(deadMan.url),
      last: notifier.deadMan.last(),
    },
    localTime: timeOfDay(Date.now(), rules.timeZone),
  };
}
