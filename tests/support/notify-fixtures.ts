import type { NotifyRules } from '@/lib/schemas/notify';
import type { Finding } from '@/lib/schemas/snapshot';
import type { News, NtfyChannel } from '@/lib/server/notify/types';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** 22 November 2026, 12:00 in UTC. */
export const NOON = Date.UTC(2026, 10, 22, 12);

export const notifyRules = (over: Partial<NotifyRules> = {}): NotifyRules => ({
  afterMinutes: 2,
  tellsWarnings: false,
  reminderHours: 12,
  quiet: null,
  timeZone: 'UTC',
  ...over,
});

export const finding = (id: string, over: Partial<Finding> = {}): Finding => ({
  id,
  severity: 'waiting',
  title: `Title of ${id}.`,
  consequence: 'Nothing is lost yet.',
  fix: 'Put in a new token.',
  href: null,
  action: null,
  because: null,
  evidence: 'the secret words of a component',
  sinceMs: NOON,
  ...over,
});

export const newsOf = (findingId: string, over: Partial<News> = {}): News => ({
  kind: 'opened',
  findingId,
  severity: 'waiting',
  title: `Title of ${findingId}.`,
  consequence: 'Nothing is lost yet.',
  fix: 'Put in a new token.',
  sinceMs: NOON,
  untilMs: null,
  ...over,
});

export const ntfyChannel = (over: Partial<NtfyChannel> = {}): NtfyChannel => ({
  kind: 'ntfy',
  id: 'aaaaaaaaaaaa',
  name: 'My phone',
  isOn: true,
  server: 'https://ntfy.example',
  topic: 'weir',
  hasToken: false,
  token: '',
  ...over,
});
