import 'server-only';
import { z } from 'zod';
import {
  createKey,
  emailWord,
  enableAccount,
  enableApi,
  type GcpPermission,
  grantRole,
  switchBillingOn,
} from '@/lib/pipeline/sources/gcp/gcloud';
import { jsonIn } from '../../../json';
import { FIX_CLOCK, type Told } from '../../../sampler/eye/eye';
import { gcpCause } from '../../../sampler/eye/gcp/cause';
import type { Reply } from '../../doctor/ask-cloud';
import { asAsked, oddAnswer, withClock } from '../../doctor/told';

/** Google takes the time of a clock that is less far off. */
const CLOCK_LIMIT_MS = 5 * 60_000;
const MESSAGE_CHARS = 2000;

const short = z.string().catch('');
/** As the token address words it, and as the API does. */
const errorSchema = z.union([
  z.object({ error: z.string(), error_description: short }).transform((given) => ({
    code: given.error,
    message: given.error_description,
  })),
  z
    .object({
      error: z.object({
        message: short,
        status: short,
        details: z.array(z.object({ reason: short })).catch([]),
      }),
    })
    .transform(({ error: { message, status, details } }) => ({
      code: [status, ...details.slice(0, 5).map(({ reason }) => reason)].filter(Boolean).join(' '),
      message,
    })),
]);

/** Whose key it is, for the commands that mend it. */
export interface Holder {
  email: string;
}

/** It is read in the form, on other pages and in a message on a phone. */
const ENTER = 'enter it in Weir under Google Cloud';
const keyFix = ({ email }: Holder) => `Make a new key and ${ENTER}: \`${createKey(email)}\``;

type Failed = Pick<Reply, 'status' | 'text' | 'aheadMs'>;

/** What an error says, with its status in front as the exporter's log has it; null: it is none of Google's. */
function wordsIn({ status, text }: Failed): { code: string; all: string } | null {
  const error = errorSchema.safeParse(jsonIn(text)).data;
  if (error === undefined) return null;
  const { code, message } = error;
  return {
    // A word of Google's, and nothing that somebody puts in its place.
    code: /^[A-Za-z_ ]{3,60}$/.test(code) ? code : '',
    all: `Error ${status}: ${code.slice(0, 200)} ${message.slice(0, MESSAGE_CHARS)}`,
  };
}

const unknown = (what: string, status: number, code: string): Told => ({
  kind: 'odd',
  rank: 99,
  words: `Google answers ${what} with ${[status, code].join(' ').trim()}, which Weir does not know.`,
  fix: 'Ask again in a while.',
});

/**
 * Who has too much to do, or a fault, has not looked at what was asked, whatever else it says; in front of Google stand
 * servers that answer in HTML then. Null: it has looked.
 */
function momentOf(status: number): Told | null {
  if (status === 429) return asAsked(gcpCause('Error 429'));
  return status >= 500 ? asAsked(gcpCause('Error 500')) : null;
}

/** What Google has against the question itself, by RFC 6749: that says nothing of the key. */
const OF_QUESTION = /^(?:invalid_request|invalid_scope|unsupported_grant_type)$/;

/** Why Google gives no token for a key. Pure. */
export function tokenRefusal(reply: Failed, holder: Holder): Told {
  const { status, aheadMs } = reply;
  const moment = momentOf(status);
  if (moment !== null) return moment;
  const said = wordsIn(reply);
  if (said === null) return oddAnswer('Google', 'the question for a token');
  const found = gcpCause(said.all);
  const isClockOff = aheadMs !== null && Math.abs(aheadMs) >= CLOCK_LIMIT_MS;
  // One code for two causes; the time that the answer bears tells them apart.
  if (found.kind === 'clock' || (found.kind === 'grant' && isClockOff))
    return withClock({ ...gcpCause('Token must be a short-lived token'), fix: FIX_CLOCK }, aheadMs);
  if (found.kind === 'account') return ofAccount(said.all, holder, found);
  const deleted = { ...gcpCause('Invalid JWT Signature'), fix: keyFix(holder) };
  if (found.kind === 'key') return deleted;
  const words = `Google refuses the key${said.code && ` (${said.code})`}.`;
  if (found.kind === 'grant') return { ...deleted, words };
  if (found.kind === 'limited' || found.kind === 'fault') return asAsked(found);
  const isRefusal = [400, 401, 403].includes(status) && said.code !== '' && !OF_QUESTION.test(said.code);
  return isRefusal
    ? { ...gcpCause('Error 401'), words, fix: keyFix(holder) }
    : unknown('the question for a token', status, said.code);
}

function ofAccount(text: string, { email }: Holder, found: Told): Told {
  const named = emailWord(email);
  return /disabled/i.test(text)
    ? {
        ...found,
        words: `Google refuses the key: the service account ${named} is switched off.`,
        fix: `Switch it on: \`${enableAccount(email)}\``,
      }
    : {
        ...found,
        words: `Google refuses the key: there is no service account ${named} any more.`,
        fix: `Make a key of an account that exists, and ${ENTER}.`,
      };
}

/** Why Google does not answer a question about a project. Pure. @param permission that the question needs */
export function listRefusal(reply: Failed, permission: GcpPermission, project: string, holder: Holder): Told {
  const moment = momentOf(reply.status);
  if (moment !== null) return moment;
  const said = wordsIn(reply);
  if (said === null) return oddAnswer('Google', permission);
  const found = gcpCause(said.all);
  if (found.kind === 'permission')
    return {
      ...found,
      words: `Google knows the key, but it may not read ${project}, or there is no such project: Google says the same of both. Missing: ${permission}.`,
      fix: `Compare the project ID, then give the service account the role: \`${grantRole(project, holder.email)}\``,
    };
  if (found.kind === 'project')
    return {
      ...found,
      words: `Google knows no project ${project}, or it is being deleted.`,
      fix: 'Correct the project ID: it stands in the project menu of the Google Cloud console.',
    };
  if (found.kind === 'refused')
    return { ...found, words: 'Google gives the key a token and then refuses it.', fix: keyFix(holder) };
  if (found.kind === 'billing')
    return {
      ...found,
      fix: `Switch billing on: \`${switchBillingOn(project)}\``,
    };
  if (found.kind === 'api-off') return { ...found, fix: `Switch it on: \`${enableApi(project)}\`` };
  if (found.kind === 'limited' || found.kind === 'fault') return asAsked(found);
  return unknown(permission, reply.status, said.code);
}
