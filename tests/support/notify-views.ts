import type { ChannelView, NotifyView } from '@/lib/schemas/notify';
import { NOW_MS } from './snapshot-parts.ts';

const ok = {
  wasSent: true,
  status: 200,
  message: 'ntfy.sh accepted it (status 200).',
  hint: null,
  durationMs: 184,
};
const set = (lastFour: string | null) => ({ isSet: true, lastFour });

export const channelViews = {
  ntfy: {
    kind: 'ntfy',
    id: 'aaaaaaaaaaaa',
    revision: 'a000000000000000',
    name: 'My phone',
    isOn: true,
    server: 'https://ntfy.sh',
    topic: 'weir-k3m9x2',
    hasToken: true,
    token: set('9f2c'),
    last: { ...ok, atMs: NOW_MS - 3_600_000 },
    waiting: 0,
  },
  webhook: {
    kind: 'webhook',
    id: 'bbbbbbbbbbbb',
    revision: 'b000000000000000',
    name: 'House chat',
    isOn: true,
    urlHost: 'chat.example.org',
    url: set('x7Qp'),
    headerName: 'X-Api-Key',
    headerValue: set('0a1b'),
    last: {
      wasSent: false,
      status: 403,
      message: 'chat.example.org refuses it (status 403).',
      hint: 'Check the address and the header and what it may do.',
      durationMs: 92,
      atMs: NOW_MS - 60_000,
    },
    waiting: 1,
  },
  email: {
    kind: 'email',
    id: 'cccccccccccc',
    revision: 'c000000000000000',
    name: 'Mail to both of us',
    isOn: false,
    host: 'smtp.example.org',
    port: 587,
    security: 'starttls',
    username: 'pi@example.org',
    password: set(null),
    from: 'pi@example.org',
    to: ['me@example.org', 'you@example.org'],
    last: null,
    waiting: 0,
  },
} as const satisfies Record<string, ChannelView>;

/** Before anybody has set anything. */
export const nobodyTold: NotifyView = {
  channels: [],
  rules: {
    revision: 'd000000000000000',
    afterMinutes: 2,
    tellsWarnings: true,
    reminderHours: 12,
    quiet: null,
    timeZone: 'UTC',
  },
  deadMan: {
    revision: 'e000000000000000',
    isOn: false,
    okWhile: 'degraded',
    failSignal: 'fail',
    urlHost: '',
    url: { isSet: false, lastFour: null },
    last: null,
  },
  localTime: '12:00',
};

/** All that can be set is. */
export const allTold: NotifyView = {
  channels: Object.values(channelViews),
  rules: {
    revision: 'd000000000000001',
    afterMinutes: 5,
    tellsWarnings: true,
    reminderHours: 6,
    quiet: { from: '22:00', to: '07:00', losingPasses: true },
    timeZone: 'Europe/Berlin',
  },
  deadMan: {
    revision: 'e000000000000001',
    isOn: true,
    okWhile: 'degraded',
    failSignal: 'fail',
    urlHost: 'hc-ping.com',
    url: set('77d0'),
    last: {
      ...ok,
      message: 'hc-ping.com accepted it (status 200).',
      atMs: NOW_MS - 20_000,
      signal: 'success',
    },
  },
  localTime: '13:00',
};
