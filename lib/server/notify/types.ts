import 'server-only';
import { z } from 'zod';
import { channelIdSchema, savedChannelSchema, sendResultSchema } from '@/lib/schemas/channels';
import { deadManInputSchema, notifyRulesSchema } from '@/lib/schemas/notify';
import { findingSchema } from '@/lib/schemas/snapshot';
import { env } from '../env';

export type DeadMan = z.infer<typeof deadManInputSchema>;

/** `.weir/notify.json` */
export const notifySettingsSchema = z.object({
  channels: z.array(savedChannelSchema),
  rules: notifyRulesSchema,
  deadMan: deadManInputSchema,
});
export type NotifySettings = z.infer<typeof notifySettingsSchema>;

const timeMs = z.number();
const words = findingSchema.pick({ severity: true, title: true, consequence: true, fix: true });

/** What people know of an incident. */
export const toldSchema = words.extend({
  incidentId: z.string(),
  findingId: z.string(),
  sinceMs: timeMs,
  /** When the last message about it was made; null: none yet. */
  toldAtMs: timeMs.nullable(),
  acknowledgedAtMs: timeMs.nullable(),
  /** When it was last seen, once it is over and that is still to be told; else null. */
  untilMs: timeMs.nullable(),
});
export type Told = z.infer<typeof toldSchema>;

/** `past`: began and ended before the message about its beginning could be sent. */
export const newsKinds = ['opened', 'reminder', 'ended', 'past'] as const;
export const newsSchema = words.extend({
  kind: z.enum(newsKinds),
  incidentId: z.string(),
  findingId: z.string(),
  sinceMs: timeMs,
  untilMs: timeMs.nullable(),
});
export type News = z.infer<typeof newsSchema>;

export const outgoingSchema = z.object({
  /** Names this very content: another try has the same id, other news make another. */
  id: z.string(),
  channelId: channelIdSchema,
  news: z.array(newsSchema),
  changedAtMs: timeMs,
  attempts: z.number().int(),
  notBeforeMs: timeMs,
});
export type Outgoing = z.infer<typeof outgoingSchema>;

/** `.weir/notify-state.json` */
export const notifyStateSchema = z.object({
  told: z.array(toldSchema),
  outbox: z.array(outgoingSchema),
  /** Times of the messages of the last hour, by channel. */
  sentAtMs: z.record(z.string(), z.array(timeMs)),
  /** What became of the last try, by channel. */
  last: z.record(z.string(), sendResultSchema.extend({ atMs: timeMs })),
  /** Since when, and how often in a row, no try has got through, by channel. */
  failing: z.record(z.string(), z.object({ sinceMs: timeMs, tries: z.number().int() })),
});
export type NotifyState = z.infer<typeof notifyStateSchema>;

export const NO_STATE: NotifyState = { told: [], outbox: [], sentAtMs: {}, last: {}, failing: {} };

/** What there is before anybody has set anything. */
export function defaultSettings(): NotifySettings {
  return {
    channels: [],
    rules: {
      afterMinutes: 2,
      // A source that gives nothing is a warning, and nobody wants to learn of it a week later.
      tellsWarnings: true,
      reminderHours: 12,
      quiet: null,
      get timeZone() {
        return env().timeZone;
      },
    },
    deadMan: { isOn: false, url: '', okWhile: 'degraded', failSignal: 'fail' },
  };
}
