import { z } from 'zod';
import { line } from './line';
import { findingSchema, outsideCauseSchema } from './snapshot';
import { secretInfoSchema } from './wizard';

/** Secrets travel to the server only. Empty: keep the one that is set. */
const secret = line(2048).default('');
/** One that travels in a header of HTTP. */
const headerSecret = line(2048)
  .regex(/^[\x20-\x7e]*$/, 'Use plain letters, digits and signs only: others cannot be part of a header.')
  .default('');
const name = line(60).min(1, 'Give it a name, such as “My phone”.');

/** An http or https address without user name and password in it. */
const address = (text: string) => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
};
const NO_ADDRESS = 'This is not a web address. It starts with https:// and has no user name in it.';
const webAddress = line(2048).refine((text) => text === '' || address(text), NO_ADDRESS);
const mailAddress = line(254).regex(
  /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+$/,
  'Enter one e-mail address, such as me@example.org.',
);
const hostName = line(253).regex(
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$/,
  'Enter a host name, such as smtp.example.org, without https:// and port.',
);

const common = { name, isOn: z.boolean() };

export const ntfyInputSchema = z.strictObject({
  kind: z.literal('ntfy'),
  ...common,
  server: webAddress.min(1, 'Enter the address of the ntfy server, such as https://ntfy.sh'),
  topic: line(64).regex(/^[-_A-Za-z0-9]+$/, 'A topic has letters, digits, hyphens and underscores.'),
  /** The server asks for an access token. */
  hasToken: z.boolean(),
  token: headerSecret,
});
export const webhookInputSchema = z.strictObject({
  kind: z.literal('webhook'),
  ...common,
  /** Many services put their secret into the path, so the whole address counts as one. */
  url: webAddress.default(''),
  /** Header that carries a secret, or '' for none. */
  headerName: line(64)
    .regex(/^[A-Za-z0-9-]*$/, 'A header name has letters, digits and hyphens.')
    .refine(
      (header) => !/^(host|content-.*|connection|transfer-encoding|upgrade)$/i.test(header),
      'This header is set by Weir itself.',
    )
    .default(''),
  headerValue: headerSecret,
});
export const smtpSecurities = ['starttls', 'tls'] as const;
export const emailInputSchema = z.strictObject({
  kind: z.literal('email'),
  ...common,
  host: hostName,
  port: z.number({ error: 'Enter the port.' }).int().min(1).max(65535),
  /** `starttls`: begins in the open and must turn to TLS (port 587). `tls`: from the start (port 465). */
  security: z.enum(smtpSecurities),
  /** '' for a server that asks for none. */
  username: line(256).default(''),
  password: secret,
  from: mailAddress,
  to: z.array(mailAddress).min(1, 'Enter at least one e-mail address.').max(5, 'Use at most 5 addresses.'),
});
/** A way to tell people: body of `POST /api/notify/channels` and `PUT /api/notify/channels/[id]`. */
export const channelInputSchema = z.discriminatedUnion('kind', [
  ntfyInputSchema,
  webhookInputSchema,
  emailInputSchema,
]);
export type ChannelInput = z.infer<typeof channelInputSchema>;

export const channelIdSchema = z.string().regex(/^[a-f0-9]{12}$/);
export const channelParamsSchema = z.object({ id: channelIdSchema });

/** What became of one try to tell somebody, in plain words. An answer's body is never part of it. */
export const sendResultSchema = z.object({
  wasSent: z.boolean(),
  /** Of the HTTP or SMTP answer; null when there was none. */
  status: z.number().int().nullable(),
  message: z.string(),
  hint: z.string().nullable(),
  cause: outsideCauseSchema.optional(),
  durationMs: z.number().int(),
});
export type SendResult = z.infer<typeof sendResultSchema>;
const lastResultSchema = sendResultSchema.extend({ atMs: z.number().int() });
export type LastResult = z.infer<typeof lastResultSchema>;

/** Names the state of one part, so that a change is made to what its author saw: sent back as `If-Match`. */
const revision = { revision: z.string() };
const state = {
  id: channelIdSchema,
  ...revision,
  last: lastResultSchema.nullable(),
  /** Messages that wait for another try. */
  waiting: z.number().int(),
};
/** A channel as it may be shown. */
export const channelViewSchema = z.discriminatedUnion('kind', [
  ntfyInputSchema.extend({ ...state, token: secretInfoSchema }),
  webhookInputSchema
    .omit({ url: true })
    .extend({ ...state, urlHost: z.string(), url: secretInfoSchema, headerValue: secretInfoSchema }),
  emailInputSchema.extend({ ...state, password: secretInfoSchema }),
]);
export type ChannelView = z.infer<typeof channelViewSchema>;

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
  url: webAddress.default(''),
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

const findingId = findingSchema.shape.id.min(1).max(200);
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
