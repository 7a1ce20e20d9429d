import 'server-only';
import type { ChannelView, NotifyView } from '@/lib/schemas/notify';
import { timeOfDay } from '../notify/local-time';
import type { Notifier } from '../notify/notifier';
import type { Channel } from '../notify/types';
import { secretInfo } from './shown-settings';

/** The settings and what became of the last messages; no secret is part of it. */
export function notifyView(notifier: Notifier): NotifyView {
  const { channels, rules, deadMan } = notifier.settings();
  const { last, outbox } = notifier.state();
  return {
    channels: channels.map((channel) => {
      const waiting = outbox.filter(({ channelId }) => channelId === channel.id).length;
      return { ...shownChannel(channel), last: last[channel.id] ?? null, waiting };
    }),
    rules,
    deadMan: {
      ...deadMan,
      url: secretInfo(deadMan.url),
      urlHost: hostOf(deadMan.url),
      last: notifier.deadMan.last(),
    },
    localTime: timeOfDay(Date.now(), rules.timeZone),
  };
}

type Shown<V> = V extends ChannelView ? Omit<V, 'last' | 'waiting'> : never;

function shownChannel(channel: Channel): Shown<ChannelView> {
  switch (channel.kind) {
    case 'ntfy':
      return { ...channel, token: secretInfo(channel.token) };
    case 'webhook': {
      const { url, headerValue } = channel;
      return {
        ...channel,
        url: secretInfo(url),
        urlHost: hostOf(url),
        headerValue: secretInfo(headerValue),
      };
    }
    case 'email':
      return { ...channel, password: secretInfo(channel.password) };
  }
}

const hostOf = (text: string) => URL.parse(text)?.host ?? '';
