import 'server-only';
import { listed } from '@/lib/english';
import { type Cause, causeIn, FIX_CLOCK, type Told } from '../eye';

const BEHIND = 'AWS refuses the request for its time: the Pi’s clock is behind.';
const AHEAD = 'AWS refuses the request for its time: the Pi’s clock is ahead.';
const CLOCK = 'AWS refuses the request for its time: the Pi’s clock is wrong.';
const KEY =
  'AWS refuses the access key: it does not exist, was deleted or switched off. For a region that is not switched on in the account, AWS says the same.';
const SECRET = 'AWS refuses the secret: it does not belong to this access key.';
const PERMISSION = 'AWS knows the access key, but it lacks a permission.';
const LIMITED = 'AWS is limiting how often it may be asked.';
const FIX_KEY =
  'Enter an access key that AWS shows as active: IAM → Users → the user → Security credentials.';
const FIX_SECRET =
  'Enter the secret access key once more. AWS shows it only once: if it is lost, make a new access key.';
const FIX_PERMISSION =
  'Add the permission to the policy of the access key’s user in AWS; the form of the source shows the whole policy.';
const FIX_LIMITED = 'Ask less often, or for fewer regions: Settings → Intervals and Settings → Sources.';
const FIX_WAIT = 'Wait; yace asks again with its next round.';

const REGION = {
  kind: 'region',
  words: 'AWS: this region, or this service in it, is not switched on for the account.',
  fix: 'Switch the region on in the AWS account, or take it from the source.',
} as const;

/** A key that is refused in one region and taken in another is right: the region is not switched on. */
export const asRegion = (told: Told): Told => (told.kind === 'key' ? { ...told, ...REGION } : told);

/**
 * What AWS's error means, most telling first. One code has several causes (`SignatureDoesNotMatch` is a clock, a secret
 * or a region), so the message is read before the code. Codes: the API references of STS, CloudWatch, EC2 and Resource
 * Groups Tagging, "Common errors".
 */
const CAUSES: readonly Cause[] = [
  {
    kind: 'clock',
    pattern: /Signature expired|is now earlier than/,
    words: BEHIND,
    cause: 'clock',
    fix: FIX_CLOCK,
  },
  {
    kind: 'clock',
    pattern: /Signature not yet current|is still later than/,
    words: AHEAD,
    cause: 'clock',
    fix: FIX_CLOCK,
  },
  {
    kind: 'clock',
    pattern: /RequestExpired|RequestTimeTooSkewed|Request has expired|InvalidSignatureTime/,
    words: CLOCK,
    cause: 'clock',
    fix: FIX_CLOCK,
  },
  {
    kind: 'expired',
    pattern: /ExpiredToken|security token included in the request is expired/,
    words:
      'AWS refuses the access key: it was a temporary one and has expired. Use an access key of an IAM user; it begins with AKIA.',
  },
  {
    ...REGION,
    pattern:
      /scoped to a valid region|RegionDisabled|OptInRequired|SubscriptionRequired|not subscribed to this service/,
  },
  {
    kind: 'secret',
    pattern: /signature we calculated does not match/,
    words: SECRET,
    fix: FIX_SECRET,
  },
  {
    kind: 'signature',
    pattern: /SignatureDoesNotMatch|InvalidSignature/,
    words:
      'AWS refuses the signature: the secret does not belong to this access key, or the Pi’s clock is wrong.',
    cause: 'clock',
  },
  {
    kind: 'key-form',
    pattern: /IncompleteSignature|slash-delimited elements/,
    words: 'AWS cannot read the access key: it has a blank or another character that no key has.',
  },
  {
    kind: 'key',
    pattern:
      /InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|AuthFailure|security token included in the request is invalid/,
    words: KEY,
    fix: FIX_KEY,
  },
  {
    kind: 'no-key',
    // Where a role is not to be taken, credentials are missing too.
    pattern:
      /^(?!.*AssumeRole).*get credentials|no EC2 IMDS role|static credentials are empty|MissingAuthenticationToken/,
    words: 'AWS: no access key is set.',
  },
  {
    kind: 'organisation',
    pattern: /service control polic/,
    words:
      'AWS: a rule of the organisation (service control policy) forbids it. No permission of the access key helps; ask who manages the organisation.',
  },
  {
    kind: 'boundary',
    pattern: /permissions boundary/,
    words: 'AWS knows the access key, but the permissions boundary of its user does not allow it.',
  },
  {
    kind: 'denied',
    pattern: /explicit deny/,
    words: 'AWS knows the access key, but one of its policies denies this explicitly.',
  },
  {
    kind: 'role',
    pattern: /not authorized to perform:? sts:AssumeRole\b/,
    words: 'AWS knows the access key, but the role does not trust it, or it may not take the role.',
  },
  {
    kind: 'permission',
    pattern: /AccessDenied|not authorized|UnauthorizedOperation|AuthorizationError|NotAuthorized/,
    words: PERMISSION,
    fix: FIX_PERMISSION,
  },
  {
    kind: 'limited',
    pattern: /Throttl|Rate exceeded|TooManyRequests|RequestLimitExceeded|SlowDown|PriorRequestNotComplete/,
    words: LIMITED,
    fix: FIX_LIMITED,
  },
  {
    kind: 'question',
    pattern: /Validation(?:Error|Exception)|InvalidParameter|MissingParameter|InvalidFormat/,
    words:
      'AWS refuses the question: a statistic, period or metric in the configuration of yace does not exist.',
    fix: 'Correct config/yace/config.yml in the stack folder and reload yace: one wrong statistic or period loses the whole service.',
  },
  {
    kind: 'fault',
    pattern:
      /InternalFailure|InternalError|InternalServer|ServiceUnavailable|ServiceFailure|StatusCode: 5\d\d/,
    words: 'AWS has a fault of its own at the moment.',
    fix: FIX_WAIT,
  },
  {
    kind: 'unreached',
    pattern:
      /no such host|dial tcp|connection refused|i\/o timeout|deadline exceeded|network is unreachable|TLS handshake|x509:|exceeded maximum number of attempts/,
    words: 'AWS cannot be reached: check the internet connection and the region.',
    cause: 'unreached',
  },
  {
    kind: 'untagged',
    pattern: /No tagged resources made it through filtering/,
    words:
      'AWS: no resource with a tag was found. Only tagged resources are seen: give them a tag, or check the region.',
    fix: 'Give each resource a tag: any will do, even one that is removed again. Or take the service or the region from the source.',
  },
];

/** @param names of metrics that are asked for in vain */
export const noMetric = (names: readonly string[]): string =>
  `CloudWatch has no metric ${listed(names)} of it: misspelt, or not reported for two weeks.`;

/** Says that something failed and not why. */
const ANY = /Couldn't|Failed to|error/i;

/** The permission that AWS missed, e.g. `tag:GetResources`. */
const missingPermission = (text: string): string | undefined =>
  /not authorized to perform:? ([a-z0-9-]{1,40}:[A-Za-z*]{1,80})/i.exec(text)?.[1];

/** How telling a line of YACE's log is, and what it means; null where it tells of no fault. @param text untrusted */
export function awsCause(text: string): Told | null {
  const found = causeIn(CAUSES, text);
  if (!found) {
    return ANY.test(text)
      ? { kind: 'error', rank: CAUSES.length, words: 'yace (AWS) reports an error.' }
      : null;
  }
  const action = missingPermission(text);
  if (action === undefined) return found;
  const slug = action.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return { ...found, kind: `${found.kind}-${slug}`, words: `${found.words} Missing: ${action}.` };
}
