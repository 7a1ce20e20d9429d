import 'server-only';
import { z } from 'zod';
import { jsonIn } from '../json';
import { plainText } from '../vmagent/plain-text';
import { Refusal } from './refusal';

/** What Grafana answered; all of it untrusted. */
export interface Reply {
  status: number;
  text: string;
}

const MOST_WORDS = 200;
const MOST_PERMISSIONS = 4;
/** `dashboards:create`, `alert.provisioning.provenance:write` (Grafana’s “RBAC permissions, actions, and scopes”). */
const PERMISSION = /\b[a-z]{2,30}(?:\.[a-z]{2,30}){0,3}:[a-z]{2,30}\b/g;

const ACCOUNTS = 'Administration → Users and access → Service accounts';
const NEW_TOKEN = `Make another token in Grafana under ${ACCOUNTS}, and enter it here.`;
const LOOK_AGAIN = 'Look again at what would be done, then decide.';

const saidSchema = z.object({
  message: z.string().catch(''),
  messageId: z.string().catch(''),
  status: z.union([z.string(), z.number()]).transform(String).catch(''),
  error: z.string().catch(''),
});
type Said = z.infer<typeof saidSchema>;

const saidIn = ({ text }: Reply): Said | undefined => saidSchema.safeParse(jsonIn(text)).data;

/** Is it a 404 of Grafana itself, for a thing that is not there, and not that of another server? */
export function isAbsent(reply: Reply): boolean {
  // The API for rules of Prometheus answers so with nothing behind it.
  return reply.status === 404 && (reply.text.trim() === '' || saidIn(reply) !== undefined);
}

/** Grafana’s own words as part of a sentence; empty where it has none. */
function wordsOf(said: Said | undefined): string {
  const words = plainText(said?.message || said?.error || '', MOST_WORDS);
  return words === null ? '' : ` It says: “${words.replace(/[.\s]$/, '')}”.`;
}

/** Actions that are named where Grafana lists what is needed; null: none is. @param message untrusted */
export function permissionsIn(message: string): string | null {
  const at = message.indexOf('Permissions needed:');
  if (at < 0) return null;
  const found = message.slice(at + 'Permissions needed:'.length, at + 600).match(PERMISSION) ?? [];
  return [...new Set(found)].slice(0, MOST_PERMISSIONS).join(', ') || null;
}

function unauthorised(said: Said | undefined): Refusal {
  switch (said?.messageId) {
    case 'api-key.expired':
      return new Refusal('The token has expired (HTTP 401).', NEW_TOKEN);
    case 'api-key.revoked':
      return new Refusal('The token was revoked (HTTP 401).', NEW_TOKEN);
    case 'api-key.organization-mismatch':
      return new Refusal('The token is for another organisation of this Grafana (HTTP 401).', NEW_TOKEN);
    default:
      return new Refusal('Grafana does not know the token (HTTP 401).', `Copy it anew. ${NEW_TOKEN}`);
  }
}

function forbidden(said: Said | undefined): Refusal {
  const permission = permissionsIn(said?.message ?? '');
  const hint = `Give the service account the roles of docs/dashboards.md: ${ACCOUNTS}. The token stays the same.`;
  if (permission === null) return new Refusal('The service account may not do this (HTTP 403).', hint);
  return new Refusal(`The service account may not do this (HTTP 403): ${permission}.`, hint, permission);
}

const CONFLICTS = new Map([
  ['version-mismatch', 'Somebody changed it in Grafana a moment ago (HTTP 412).'],
  ['name-exists', 'Something else has this name in Grafana (HTTP 412).'],
  ['plugin-dashboard', 'The dashboard belongs to a plugin of Grafana (HTTP 412).'],
]);

function conflict(status: number, said: Said | undefined): Refusal {
  const known = CONFLICTS.get(said?.status ?? '');
  const message = known ?? `It does not fit what is in Grafana now (HTTP ${status}).${wordsOf(said)}`;
  const hint =
    said?.status === 'name-exists' ? 'Rename the other one in Grafana, then try again.' : LOOK_AGAIN;
  return new Refusal(message, hint);
}

function badRequest(said: Said | undefined): Refusal {
  if (/^Cannot save provisioned dashboard/.test(said?.message ?? ''))
    return new Refusal(
      'The dashboard was put there from files of Grafana’s own machine, so only these change it (HTTP 400).',
      'Remove it from these files first, or leave it as it is.',
    );
  return new Refusal(
    `Grafana does not take it (HTTP 400).${wordsOf(said)}`,
    'Its version may be too old: Weir needs Grafana 12 or newer.',
  );
}

/** Why a reply is none that is wanted. */
export function refusalOf(reply: Reply): Refusal {
  const { status } = reply;
  const said = saidIn(reply);
  if (status >= 300 && status < 400)
    return new Refusal(
      `The request is sent on to another address (HTTP ${status}).`,
      'Redirects are not followed. Enter the address at which Grafana opens. A stack that was paused is woken by opening it in a browser.',
    );
  if (status === 401) return unauthorised(said);
  if (status === 403) return forbidden(said);
  if (status === 409 || status === 412) return conflict(status, said);
  if (status === 400 && said !== undefined) return badRequest(said);
  if (status === 429)
    return new Refusal('Grafana takes no more requests now (HTTP 429).', 'Try again in some minutes.');
  if (status >= 500)
    return new Refusal(
      `Grafana has a failure of its own (HTTP ${status}).${wordsOf(said)}`,
      'Try again later, and look at its status page.',
    );
  if (isAbsent(reply)) return new Refusal('It no longer exists there (HTTP 404).', LOOK_AGAIN);
  return notGrafana(status);
}

/** What answers is no Grafana, or says more than one would. */
export const notGrafana = (status: number): Refusal =>
  new Refusal(
    `What answers is not Grafana (HTTP ${status}).`,
    'Check the address: https://YOUR-STACK.grafana.net in Grafana Cloud. A stack that was paused is woken by opening it in a browser.',
  );
