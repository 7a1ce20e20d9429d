import 'server-only';
import { enableApi, grantRole } from '@/lib/pipeline/sources/gcp/gcloud';
import { type Cause, causeIn, FIX_CLOCK, type Told } from '../eye';

const FIX_LIMITED = 'Ask less often, or for fewer metrics: Settings → Intervals and Settings → Sources.';
const FIX_ROLE = `Give the service account the role: \`${grantRole('PROJECT', 'EMAIL')}\``;

/**
 * What Google's error means, most telling first. One code has several causes (`invalid_grant` is a clock, a key or an
 * account; 403 an API, a project or a role), so the message is read before the code.
 */
const CAUSES: readonly Cause[] = [
  {
    kind: 'clock',
    fix: FIX_CLOCK,
    pattern: /short-lived token|reasonable timeframe|\biat\b|check your (?:system )?clock/i,
    words: 'Google refuses the key for its time: the Pi’s clock is wrong.',
    cause: 'clock',
  },
  {
    kind: 'account',
    pattern:
      /account not found|account (?:has been|was) deleted|account is disabled|disabled_client|account_disabled/i,
    words: 'Google refuses the key: its service account was deleted or switched off.',
  },
  { kind: 'key', pattern: /Invalid JWT Signature/i, words: 'Google refuses the key: it was deleted.' },
  {
    kind: 'grant',
    pattern: /invalid_grant|Invalid JWT|invalid_client|unauthorized_client/i,
    words: 'Google refuses the key: it was deleted, or the Pi’s clock is wrong.',
    cause: 'clock',
  },
  {
    kind: 'key-file',
    pattern:
      /getting credentials|no such file|missing 'type' field|invalid character|could not find default credentials|private key should be a PEM/i,
    words: 'Google Cloud: the key file is missing or cannot be read.',
  },
  {
    kind: 'billing',
    fix: 'Switch billing on for the project in the Google Cloud console.',
    pattern: /BILLING_DISABLED|billing to be enabled|billing account .{0,60}disabled/i,
    words: 'Google Cloud: billing is switched off for this project.',
  },
  {
    kind: 'project',
    pattern: /CONSUMER_INVALID|USER_PROJECT_DENIED|project has been deleted|pending deletion/i,
    words: 'Google knows no such project, or it is being deleted.',
  },
  {
    kind: 'api-off',
    fix: `Switch it on: \`${enableApi('PROJECT')}\``,
    pattern: /SERVICE_DISABLED|has not been used in project|it is disabled/i,
    words: 'Google Cloud: the Cloud Monitoring API is switched off for this project.',
  },
  {
    kind: 'limited',
    fix: FIX_LIMITED,
    pattern: /Error 429|Quota exceeded|RESOURCE_EXHAUSTED|RATE_LIMIT_EXCEEDED|rateLimitExceeded/i,
    words: 'Google is limiting how often it may be asked.',
  },
  {
    kind: 'permission',
    fix: FIX_ROLE,
    pattern: /resource may not exist/i,
    words:
      'Google knows the key, but it may not read metrics: it needs the role Monitoring Viewer. For a project that does not exist, Google says the same.',
  },
  {
    kind: 'permission',
    fix: FIX_ROLE,
    pattern: /Permission '?[\w.]{1,80}'? denied|PERMISSION_DENIED|Error 403/i,
    words: 'Google knows the key, but it may not read metrics: it needs the role Monitoring Viewer.',
  },
  {
    kind: 'project',
    pattern: /Error 404|Unknown project|project \S{0,80} ?(?:was )?not found/i,
    words: 'Google knows no such project.',
  },
  { kind: 'refused', pattern: /Error 401|UNAUTHENTICATED/i, words: 'Google refuses the key.' },
  {
    kind: 'fault',
    fix: 'Wait; the next scrape asks again.',
    pattern: /Error 5\d\d|backendError|UNAVAILABLE|token: 5\d\d/i,
    words: 'Google has a fault of its own at the moment.',
  },
  {
    kind: 'unreached',
    pattern:
      /no such host|dial tcp|connection refused|i\/o timeout|deadline exceeded|network is unreachable|TLS handshake|x509:|Client\.Timeout/i,
    words: 'Google cannot be reached: check the internet connection.',
    cause: 'unreached',
  },
];

const PERMISSION = /Permission '?(monitoring\.[\w.]{1,60})'? denied/;

/** How telling one line of the exporter is, the most telling first, and what it means. @param text untrusted */
export function gcpCause(text: string): Told {
  const other = 'stackdriver-exporter (Google Cloud) reports an error.';
  const found = causeIn(CAUSES, text) ?? { kind: 'error', rank: CAUSES.length, words: other };
  const missing = found.kind === 'permission' && PERMISSION.exec(text)?.[1];
  return missing ? { ...found, words: `${found.words} Missing: ${missing}.` } : found;
}
