import 'server-only';
import type { OutsideCause } from '@/lib/schemas/snapshot';
import type { Blind } from './eye';

interface Cause {
  pattern: RegExp;
  words: string;
  cause?: OutsideCause;
}

/**
 * What Google's error means, most telling first. One code has several causes (`invalid_grant` is a clock, a key or an
 * account; 403 an API, a project or a role), so the message is read before the code.
 */
const CAUSES: readonly Cause[] = [
  {
    pattern: /short-lived token|reasonable timeframe|\biat\b|check your (?:system )?clock/i,
    words: 'Google refuses the key for its time: the Pi’s clock is wrong.',
    cause: 'clock',
  },
  {
    pattern:
      /account not found|account (?:has been|was) deleted|account is disabled|disabled_client|account_disabled/i,
    words: 'Google refuses the key: its service account was deleted or switched off.',
  },
  { pattern: /Invalid JWT Signature/i, words: 'Google refuses the key: it was deleted.' },
  {
    pattern: /invalid_grant|Invalid JWT|invalid_client|unauthorized_client/i,
    words: 'Google refuses the key: it was deleted, or the Pi’s clock is wrong.',
    cause: 'clock',
  },
  {
    pattern:
      /getting credentials|no such file|missing 'type' field|invalid character|could not find default credentials|private key should be a PEM/i,
    words: 'Google Cloud: the key file is missing or cannot be read.',
  },
  {
    pattern: /BILLING_DISABLED|billing to be enabled|billing account .{0,60}disabled/i,
    words: 'Google Cloud: billing is switched off for this project.',
  },
  {
    pattern: /CONSUMER_INVALID|USER_PROJECT_DENIED|project has been deleted|pending deletion/i,
    words: 'Google knows no such project, or it is being deleted.',
  },
  {
    pattern: /SERVICE_DISABLED|has not been used in project|it is disabled/i,
    words: 'Google Cloud: the Cloud Monitoring API is switched off for this project.',
  },
  {
    pattern: /Error 429|Quota exceeded|RESOURCE_EXHAUSTED|RATE_LIMIT_EXCEEDED|rateLimitExceeded/i,
    words: 'Google is limiting how often it may be asked.',
  },
  {
    pattern: /resource may not exist/i,
    words:
      'Google knows the key, but it may not read metrics: it needs the role Monitoring Viewer. For a project that does not exist, Google says the same.',
  },
  {
    pattern: /Permission '?[\w.]{1,80}'? denied|PERMISSION_DENIED|Error 403/i,
    words: 'Google knows the key, but it may not read metrics: it needs the role Monitoring Viewer.',
  },
  {
    pattern: /Error 404|Unknown project|project \S{0,80} ?(?:was )?not found/i,
    words: 'Google knows no such project.',
  },
  { pattern: /Error 401|UNAUTHENTICATED/i, words: 'Google refuses the key.' },
  {
    pattern: /Error 5\d\d|backendError|UNAVAILABLE|token: 5\d\d/i,
    words: 'Google has a fault of its own at the moment.',
  },
  {
    pattern:
      /no such host|dial tcp|connection refused|i\/o timeout|deadline exceeded|network is unreachable|TLS handshake|x509:|Client\.Timeout/i,
    words: 'Google cannot be reached: check the internet connection.',
    cause: 'unreached',
  },
];

/** How telling one line of the exporter is, the most telling first, and what it means. @param text untrusted */
export function gcpCause(text: string): Blind & { rank: number } {
  const rank = CAUSES.findIndex(({ pattern }) => pattern.test(text));
  const found = CAUSES[rank];
  return found
    ? { rank, words: found.words, cause: found.cause }
    : { rank: CAUSES.length, words: 'stackdriver-exporter (Google Cloud) reports an error.' };
}
