import 'server-only';
import { secretInfo } from '../../files/secrets/names';
import { type ChannelRecord, keep, originOf } from './channel';
import { deliver } from './deliver';

/** 3 is ntfy's default; 4 makes a phone sound longer; 2 makes it silent (docs.ntfy.sh/publish, “Message priority”). */
const look = {
  losing: { priority: 5, tags: ['rotating_light'] },
  open: { priority: 4, tags: ['hourglass_flowing_sand'] },
  over: { priority: 3, tags: ['white_check_mark'] },
} as const;

export const ntfy: ChannelRecord<'ntfy'> = {
  name: 'ntfy',

  keepSecrets(input, saved) {
    if (!input.hasToken) return { ...input, token: '' };
    const known = saved && originOf(saved.server) === originOf(input.server) ? saved.token : '';
    return { ...input, token: keep(input.token, known, 'token', 'Enter the access token for this server.') };
  },

  view: (channel) => ({ ...channel, token: secretInfo(channel.token) }),

  /** Publishes as JSON, which takes any character; that goes to the server's root, the topic is in the body. */
  send(channel, message, options) {
    const body = JSON.stringify({
      topic: channel.topic,
      title: message.title,
      message: message.text,
      // Servers that know it show another try of the same message in the place of the first.
      sequence_id: message.id,
      ...look[message.urgency],
    });
    const headers: Record<string, string> = channel.hasToken
      ? { authorization: `Bearer ${channel.token}` }
      : {};
    const post = { url: new URL(channel.server), contentType: 'application/json', body, headers };
    return deliver(post, 'topic and the access token', options);
  },
};
