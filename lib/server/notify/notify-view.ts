import 'server-only';
import { createHmac } from 'node:crypto';
import type { NotifyView } from '@/lib/schemas/notify';
import { revisionKey } from '../change/records/sealed-texts';
import { AppError } from '../errors';
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

/**
 * @param given from `If-Match`; null and `*` are not compared
 * @throws AppError revision-conflict when the part is not as its reader saw it
 */
export async function assertSeenPart(given: string | null, part: object): Promise<void> {
  if (given === null || given === '*' || given === partRevision(await revisionKey(), part)) return;
  throw new AppError('revision-conflict', 'It was changed in another browser in between.', {
    hint: 'What you did not touch shows their change now. Save again to keep what you entered.',
  });
}

/** With a key, so that nobody can guess a secret by trying: 16 hex digits. */
function partRevision(key: string, part: object): string {
  return createHmac('sha256', key).update(JSON.stringify(part)).digest('hex').slice(0, 16);
}
