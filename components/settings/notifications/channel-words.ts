import { BellRing, type LucideIcon, Mail, Webhook } from 'lucide-react';
import type { ChannelView } from '@/lib/schemas/notify';

export type Kind = ChannelView['kind'];

interface KindWords {
  icon: LucideIcon;
  name: string;
  about: string;
  firstName: string;
}

export const kinds: Record<Kind, KindWords> = {
  ntfy: {
    icon: BellRing,
    name: 'ntfy',
    about: 'Push messages on a phone, with the free app, over ntfy.sh or a server of your own.',
    firstName: 'My phone',
  },
  webhook: {
    icon: Webhook,
    name: 'Webhook',
    about: 'JSON to an address of yours: a chat, Home Assistant, Node-RED.',
    firstName: 'My webhook',
  },
  email: {
    icon: Mail,
    name: 'E-mail',
    about: 'Over the mail server of your provider.',
    firstName: 'My mail',
  },
};

/** Where its messages go, in a few words. */
export function whereTo(channel: ChannelView): string {
  switch (channel.kind) {
    case 'ntfy':
      return `topic ${channel.topic} on ${URL.parse(channel.server)?.host ?? channel.server}`;
    case 'webhook':
      return channel.urlHost;
    case 'email':
      return channel.to.join(', ');
  }
}
