import 'server-only';
import { isIP } from 'node:net';
import { secretInfo } from '../../files/secrets/names';
import { errorCode, withSignal } from '../../outbound/pinned-request';
import { type OutboundOptions, safeAddresses } from '../../outbound/safe-addresses';
import { type Cause, connectCause } from './causes';
import { type Channel, type ChannelRecord, keep, type Message, type Sent } from './channel';

/** Mail servers may let a stranger wait before they greet. */
const LIMIT_MS = 20_000;

type EmailChannel = Channel<'email'>;

export const email: ChannelRecord<'email'> = {
  name: 'e-mail',

  keepSecrets(input, saved) {
    if (input.username === '') return { ...input, password: '' };
    const isSame = saved?.host === input.host && saved.username === input.username;
    const known = isSame ? saved.password : '';
    return {
      ...input,
      password: keep(input.password, known, 'password', 'Enter the password for this server.'),
    };
  },

  view: (channel) => ({ ...channel, password: secretInfo(channel.password) }),
  send: sendEmail,
};

/**
 * Sends a plain text mail over TLS with a verified certificate, or not at all; the connection goes to the very
 * address that was checked. Never throws.
 */
async function sendEmail(channel: EmailChannel, message: Message, options: OutboundOptions): Promise<Sent> {
  const startedAt = performance.now();
  const limitMs = options.limitMs ?? LIMIT_MS;
  const signal = AbortSignal.timeout(limitMs);
  const outcome = await submit(channel, message, { ...options, limitMs }, signal).catch((error: unknown) => {
    const { host, port } = channel;
    const cause = signal.aborted ? connectCause('ETIMEDOUT', host, port) : causeOf(error, channel);
    return { wasSent: false, status: statusOf(error), ...cause };
  });
  return { ...outcome, durationMs: Math.round(performance.now() - startedAt), retryAfterSeconds: null };
}

async function submit(
  channel: EmailChannel,
  message: Message,
  options: OutboundOptions & { limitMs: number },
  signal: AbortSignal,
) {
  const { host, port } = channel;
  const [pinned] = await withSignal(safeAddresses(host, port, options), signal);
  // Rarely needed and large: not part of what an idle panel keeps in memory.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    host: pinned.address,
    port,
    secure: channel.security === 'tls',
    requireTLS: channel.security === 'starttls',
    tls: {
      minVersion: 'TLSv1.2',
      ...(isIP(host) === 0 && { servername: host }),
      ...(options.ca && { ca: options.ca }),
    },
    ...(channel.username !== '' && { auth: { user: channel.username, pass: channel.password } }),
    // Its own limits are minutes: the connection would stay, and the mail might go out after it was given up.
    connectionTimeout: options.limitMs,
    greetingTimeout: options.limitMs,
    socketTimeout: options.limitMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const mail = transport.sendMail({
      from: { name: `Weir on ${message.cluster}`, address: channel.from },
      to: channel.to,
      subject: message.title,
      text: `${message.text}\n`,
      // The same for each try of the same message: mail servers put such two together.
      messageId: `<${message.id}@weir.invalid>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    const { response, rejected } = await withSignal(mail, signal);
    const refused = rejected.length > 0 ? ` It refused ${rejected.length} of the recipients.` : '';
    return { wasSent: true, status: codeOf(response), message: `${host} accepted it.${refused}`, hint: null };
  } finally {
    transport.close();
  }
}

function causeOf(error: unknown, { host, port, security }: EmailChannel): Cause {
  const code = (error as { code?: unknown }).code;
  const status = statusOf(error);
  const answer = status === null ? '' : ` (status ${status})`;
  if (code === 'EAUTH' || code === 'ENOAUTH')
    return {
      message: `${host} refuses the user name or the password${answer}.`,
      hint: 'Many providers want a password made for this app only, not the one of the account.',
    };
  if (code === 'EENVELOPE')
    return {
      message: `${host} refuses the sender or a recipient${answer}.`,
      hint: 'Check the addresses; many servers let an account send only from its own, and only after signing in.',
    };
  if (code === 'EMESSAGE')
    return { message: `${host} refuses the message${answer}.`, hint: 'It is tried again later.' };
  if (code === 'ETLS' && status !== null && security === 'starttls')
    return {
      message: `${host} offers no encryption on port ${port}${answer}.`,
      hint: 'Use port 465 with TLS from the start, or another server. Weir never sends a password in the open.',
    };
  if (code === 'EPROTOCOL' || status !== null)
    return {
      message: `${host} does not answer as a mail server should${answer}.`,
      hint: 'Check host and port: 587 for STARTTLS, 465 for TLS.',
    };
  return connectCause(errorCode(error), host, port);
}

function statusOf(error: unknown): number | null {
  const { responseCode } = (error ?? {}) as { responseCode?: unknown };
  return typeof responseCode === 'number' ? responseCode : null;
}

function codeOf(response: string | undefined): number | null {
  const code = /^\d{3}/.exec(response ?? '')?.[0];
  return code === undefined ? null : Number(code);
}
