import 'server-only';
import type { OutsideCause } from '@/lib/schemas/snapshot';
import type { Blind } from './eye';

interface Cause {
  pattern: RegExp;
  words: string;
  cause?: OutsideCause;
}

const BEHIND = 'AWS refuses the request for its time: the Pi’s clock is behind.';
const AHEAD = 'AWS refuses the request for its time: the Pi’s clock is ahead.';
const CLOCK = 'AWS refuses the request for its time: the Pi’s clock is wrong.';
const KEY =
  'AWS refuses the access key: it does not exist, was deleted or switched off. For a region that is not switched on in the account, AWS says the same.';
const SECRET = 'AWS refuses the secret: it does not belong to this access key.';
const PERMISSION = 'AWS knows the access key, but it lacks a permission.';
const LIMITED = 'AWS is limiting how often it may be asked.';

/**
 * What AWS's error means, most telling first. One code has several causes (`SignatureDoesNotMatch` is a clock, a secret
 * or a region), so the message is read before the code. Codes: the API references of STS, CloudWatch, EC2 and Resource
 * Groups Tagging, "Common errors".
 */
const CAUSES: readonly Cause[] = [
  { pattern: /Signature expired|is now earlier than/, words: BEHIND, cause: 'clock' },
  { pattern: /Signature not yet current|is still later than/, words: AHEAD, cause: 'clock' },
  {
    pattern: /RequestExpired|RequestTimeTooSkewed|Request has expired|InvalidSignatureTime/,
    words: CLOCK,
    cause: 'clock',
  },
  {
    pattern: /ExpiredToken|security token included in the request is expired/,
    words:
      'AWS refuses the access key: it was a temporary one and has expired. Use an access key of an IAM user; it begins with AKIA.',
  },
  {
    pattern:
      /scoped to a valid region|RegionDisabled|OptInRequired|SubscriptionRequired|not subscribed to this service/,
    words: 'AWS: this region, or this service in it, is not switched on for the account.',
  },
  { pattern: /signature we calculated does not match/, words: SECRET },
  {
    pattern: /SignatureDoesNotMatch|InvalidSignature/,
    words:
      'AWS refuses the signature: the secret does not belong to this access key, or the Pi’s clock is wrong.',
    cause: 'clock',
  },
  {
    pattern: /IncompleteSignature|slash-delimited elements/,
    words: 'AWS cannot read the access key: it has a blank or another character that no key has.',
  },
  {
    pattern:
      /InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|AuthFailure|security token included in the request is invalid/,
    words: KEY,
  },
  {
    pattern: /get credentials|no EC2 IMDS role|static credentials are empty|MissingAuthenticationToken/,
    words: 'AWS: no access key is set.',
  },
  {
    pattern: /service control polic/,
    words:
      'AWS: a rule of the organisation (service control policy) forbids it. No permission of the access key helps; ask who manages the organisation.',
  },
  {
    pattern: /permissions boundary/,
    words: 'AWS knows the access key, but the permissions boundary of its user does not allow it.',
  },
  {
    pattern: /explicit deny/,
    words: 'AWS knows the access key, but one of its policies denies this explicitly.',
  },
  {
    pattern: /not authorized to perform:? sts:AssumeRole\b/,
    words: 'AWS knows the access key, but the role does not trust it, or it may not take the role.',
  },
  {
    pattern: /AccessDenied|not authorized|UnauthorizedOperation|AuthorizationError|NotAuthorized/,
    words: PERMISSION,
  },
  {
    pattern: /Throttl|Rate exceeded|TooManyRequests|RequestLimitExceeded|SlowDown|PriorRequestNotComplete/,
    words: LIMITED,
  },
  {
    pattern: /Validation(?:Error|Exception)|InvalidParameter|MissingParameter|InvalidFormat/,
    words:
      'AWS refuses the question: a statistic, period or metric in the configuration of yace does not exist.',
  },
  {
    pattern:
      /InternalFailure|InternalError|InternalServer|ServiceUnavailable|ServiceFailure|StatusCode: 5\d\d/,
    words: 'AWS has a fault of its own at the moment.',
  },
  {
    pattern:
      /no such host|dial tcp|connection refused|i\/o timeout|deadline exceeded|network is unreachable|TLS handshake|x509:|exceeded maximum number of attempts/,
    words: 'AWS cannot be reached: check the internet connection and the region.',
    cause: 'unreached',
  },
  {
    pattern: /No tagged resources made it through filtering/,
    words:
      'AWS: no resource with a tag was found. Only tagged resources are seen: give them a tag, or check the region.',
  },
];

/** Says that something failed and not why. */
const ANY = /Couldn't|Failed to|error/i;

/** The name of the permission that AWS missed, e.g. `tag:GetResources`, for the sentence. */
function missingPermission(text: string): string {
  const action = /not authorized to perform:? ([a-z0-9-]{1,40}:[A-Za-z*]{1,80})/i.exec(text)?.[1];
  return action ? ` Missing: ${action}.` : '';
}

/** How telling a line of YACE's log is, and what it means; null where it tells of no fault. @param text untrusted */
export function awsCause(text: string): (Blind & { rank: number }) | null {
  const rank = CAUSES.findIndex(({ pattern }) => pattern.test(text));
  const found = CAUSES[rank];
  if (found) return { rank, words: found.words + missingPermission(text), cause: found.cause };
  return ANY.test(text) ? { rank: CAUSES.length, words: 'yace (AWS) reports an error.' } : null;
}
