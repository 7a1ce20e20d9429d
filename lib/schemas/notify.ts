import { z } from 'zod';
import {
  channelIdSchema,
  channelInputSchema,
  channelViewSchema,
  lastResultSchema,
  revision,
  type sendResultSchema,
  webAddress,
} from './channels';
import { FINDING_ID_MAX } from './plain';
import { findingSchema } from './snapshot';
import { SECRET } from './text/line';
import { secretInfoSchema } from './wizard';

export type ChannelInput = z.infer<typeof channelInputSchema>;
export type ChannelView = z.infer<typeof channelViewSchema>;
export type SendResult = z.infer<typeof sendResultSchema>;
export type LastResult = z.infer<typeof lastResultSchema>;
export const channelParamsSchema = z.object({ id: channelIdSchema });

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Enter a time, such as 22:00.');
const timeZone = z.string().refine((zone) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== '';
  } catch {
    return false;
  }
}, 'This time zone is not known.');
/** `PUT /api/notify/rules`: what is told, and when. */
export const notifyRulesSchema = z.strictObject({
  /** A finding is told once it has lasted this long. */
  afterMinutes: z
    .number({ error: 'Enter a number of minutes.' })
    .int('Use whole minutes.')
    .min(0, 'Use 0 or more.')
    .max(240, 'Use at most 240 minutes.'),
  /** Findings of severity `warning` are told too; `losing` and `waiting` always are. */
  tellsWarnings: z.boolean(),
  /** Hours between two messages about the same finding; null: told once. */
  reminderHours: z
    .number({ error: 'Enter a number of hours.' })
    .int('Use whole hours.')
    .min(1, 'Use at least 1 hour.')
    .max(168, 'Use at most 168 hours (a week).')
    .nullable(),
  quiet: z
    .strictObject({ from: timeOfDay, to: timeOfDay, losingPasses: z.boolean() })
    .refine(({ from, to }) => from !== to, {
      message: 'The end is the beginning: quiet hours would never end.',
      path: ['to'],
    })
    .nullable(),
  /** IANA name; quiet hours and the times in messages are in it. */
  timeZone,
});
export type NotifyRules = z.infer<typeof notifyRulesSchema>;

export const okStates = ['ok', 'degraded'] as const;
export const failSignals = ['fail', 'status'] as const;
/** `PUT /api/notify/dead-man`: a ping every minute, whose absence another service notices. */
export const deadManInputSchema = z.strictObject({
  isOn: z.boolean(),
  /** The ping address; whoever knows it can ping, so it counts as a secret. Empty keeps the one that is set. */
  url: webAddress.meta(SECRET).default(''),
  /** The worst state of the verdict that still counts as success. */
  okWhile: z.enum(okStates),
  /** `fail`: the address with `/fail` behind it. `status`: with an exit status, `/1` to `/4`. */
  failSignal: z.enum(failSignals),
});
export type DeadManInput = z.infer<typeof deadManInputSchema>;
export const deadManViewSchema = deadManInputSchema.omit({ url: true }).extend({
  ...revision,
  urlHost: z.string(),
  url: secretInfoSchema,
  last: lastResultSchema.extend({ signal: z.enum(['success', 'failure']) }).nullable(),
});

export type DeadManView = z.infer<typeof deadManViewSchema>;

/** `GET /api/notify`, and the answer of every change of it. */
export const notifyViewSchema = z.object({
  channels: z.array(channelViewSchema),
  rules: notifyRulesSchema.extend(revision),
  deadMan: deadManViewSchema,
  /** The time of day in `rules.timeZone` as the Pi has it. */
  localTime: z.string(),
});
export type NotifyView = z.infer<typeof notifyViewSchema>;

/** `POST /api/notify/test`: tries a channel as the form has it; `id` names the saved one whose secrets it keeps. */
export const channelTestSchema = z.strictObject({
  id: channelIdSchema.nullable(),
  channel: channelInputSchema,
});
export type ChannelTest = z.infer<typeof channelTestSchema>;

const findingId = findingSchema.shape.id.min(1).max(FINDING_ID_MAX);
/** `GET /api/notify/acknowledgements` */
export const acknowledgementsSchema = z.object({
  /** Somebody is told at all: there is a channel that is on. */
  isTelling: z.boolean(),
  acknowledged: z.array(z.object({ findingId, atMs: z.number().int() })),
});
export type Acknowledgements = z.infer<typeof acknowledgementsSchema>;
/** `PUT /api/notify/acknowledgements`: no reminders of a finding until it is gone, or reminders again. */
export const acknowledgeSchema = z.strictObject({ findingId, isAcknowledged: z.boolean() });
export type Acknowledge = z.infer<typeof acknowledgeSchema>;
