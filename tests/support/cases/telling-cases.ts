import { AT_MS } from '../fakes/fake-pipeline.ts';
import type { Case } from './verdict-case.ts';

const failure = {
  sinceMs: AT_MS - 600_000,
  message: 'ntfy.sh refuses it (status 401).',
  hint: 'Check the access token and what it may do.',
};
const channel = { ...failure, id: 'aaaaaaaaaaaa', kindName: 'ntfy', name: 'My phone' };

/** The ways in which people are told, when they do not work. */
export const TELLING_CASES: Case[] = [
  {
    rule: 'channel-failing',
    id: 'channel-failing-aaaaaaaaaaaa',
    when: 'the server refuses the messages',
    change: (_, context) => {
      context.telling = { channels: [channel], deadMan: null };
    },
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'dead-man-unreachable',
    when: 'its address does not answer',
    change: (_, context) => {
      const message = 'hc-ping.com did not answer in time.';
      context.telling = { channels: [], deadMan: { ...failure, message, hint: null } };
    },
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
];
