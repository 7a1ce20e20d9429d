import { z } from 'zod';
import { outsideCauseSchema } from './snapshot';
import { line, SECRET, secretLine } from './text/line';
import { secretInfoSchema } from './wizard';

/** Secrets travel to the server only. Empty: keep the one that is set. */
const secret = secretLine(2048).default('');
/** One that travels in a header of HTTP. */
const headerSecret = secretLine(2048)
  .regex(/^[\x20-\x7e]*$/, 'Use plain letters, digits and signs only: others cannot be part of a header.')
  .default('');
const name = line(60).min(1, 'Give it a name, such as “My phone”.');

/** An http or https address without user name and password in it. */
const address = (text: string) => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
};
const NO_ADDRESS = 'This is not a web address. It starts with https:// and has no user name in it.';
export const webAddress = line(2048).refine((text) => text === '' || address(text), NO_ADDRESS);
const mailAddress = line(254).regex(
  /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+$/,
  'Enter one e-mail address, such as me@example.org.',
);
const hostName = line(253).regex(
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$/,
  'Enter a host name, such as smtp.example.org, without https:// and port.',
);

const common = { name, isOn: z.boolean() };

const ntfy = z.strictObject({
  kind: z.literal('ntfy'),
  ...common,
  server: webAddress.min(1, 'Enter the address of the ntfy server, such as https://ntfy.sh'),
  topic: line(64).regex(/^[-_A-Za-z0-9]+$/, 'A topic has letters, digits, hyphens and underscores.'),
  /** The server asks for an access token. */
  hasToken: z.boolean(),
  token: headerSecret,
});
const webhook = z.strictObject({
  kind: z.literal('webhook'),
  ...common,
  /** Many services put their secret into the path, so the whole address counts as one. */
  url: webAddress.meta(SECRET).default(''),
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
const email = z.strictObject({
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
export const channelIdSchema = z.string().regex(/^[a-f0-9]{12}$/);
const id = { id: channelIdSchema };

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
export const lastResultSchema = sendResultSchema.extend({ atMs: z.number().int() });

/** Names the state of one part, so that a change is made to what its author saw: sent back as `If-Match`. */
export const revision = { revision: z.string() };
const state = {
  ...id,
  ...revision,
  last: lastResultSchema.nullable(),
  /** Messages that wait for another try. */
  waiting: z.number().int(),
};

/** The ways to tell people. `input`: what a form sends. `saved`: with its id and its secrets. `view`: what may be shown. */
export const channelSchemas = {
  ntfy: {
    input: ntfy,
    saved: ntfy.extend(id),
    view: ntfy.extend({ ...state, token: secretInfoSchema }),
  },
  webhook: {
    input: webhook,
    saved: webhook.extend(id),
    view: webhook.extend({
      ...state,
      url: secretInfoSchema,
      urlHost: z.string(),
      headerValue: secretInfoSchema,
    }),
  },
  email: {
    input: email,
    saved: email.extend(id),
    view: email.extend({ ...state, password: secretInfoSchema }),
  },
};
export type ChannelKind = keyof typeof channelSchemas;
type One<Which extends 'input' | 'saved' | 'view'> = (typeof channelSchemas)[ChannelKind][Which];

const all = Object.values(channelSchemas);
/** Body of `POST /api/notify/channels` and `PUT /api/notify/channels/[id]`. */
export const channelInputSchema = z.discriminatedUnion(
  'kind',
  all.map(({ input }) => input) as [One<'input'>, ...One<'input'>[]],
);
export const savedChannelSchema = z.discriminatedUnion(
  'kind',
  all.map(({ saved }) => saved) as [One<'saved'>, ...One<'saved'>[]],
);
export const channelViewSchema = z.discriminatedUnion(
  'kind',
  all.map(({ view }) => view) as [One<'view'>, ...One<'view'>[]],
);
