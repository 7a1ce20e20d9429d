import { CHANNEL_FAILING, DEAD_MAN_UNREACHABLE } from '@/lib/telling';
import type { Rule } from '../terms/types';
import { settingsHref } from '../terms/words';

const channelFailing: Rule = {
  id: CHANNEL_FAILING,
  severity: 'warning',
  when: 'A message was refused, or could not be sent twice in a row, on one of the channels under Notifications. The other channels are told of it, this one is not.',
  applies: (_, { telling }) =>
    (telling?.channels ?? []).map(({ id, kindName, name, sinceMs, message, hint, cause }) => ({
      subject: id,
      title: `Messages do not get through: ${kindName} “${name}” fails.`,
      consequence: `${message} Your data is not affected, but nobody is told this way. What waits is tried again for a day.`,
      fix: `${hint ? `${hint} ` : ''}Correct it under Notifications and send a test.`,
      href: settingsHref('notifications'),
      cause,
      sinceMs,
    })),
};

const deadManUnreachable: Rule = {
  id: DEAD_MAN_UNREACHABLE,
  severity: 'warning',
  when: 'Three pings of the dead-man’s switch in a row did not get through.',
  applies: (_, { telling }) =>
    !telling?.deadMan
      ? []
      : [
          {
            title: 'The dead-man’s switch cannot be reached.',
            consequence: `${telling.deadMan.message} Your data is not affected, but the service that waits for the pings may say that this Pi is gone.`,
            fix: `${telling.deadMan.hint ? `${telling.deadMan.hint} ` : ''}Correct its address under Notifications and send a test.`,
            href: settingsHref('notifications'),
            cause: telling.deadMan.cause,
            sinceMs: telling.deadMan.sinceMs,
          },
        ],
};

/** The ways in which people are told, when they do not work. */
export const tellingRules = [channelFailing, deadManUnreachable];
