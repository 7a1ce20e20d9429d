import { describe, expect, test } from 'vitest';
import { awsCause } from '@/lib/server/sampler/eye/aws/cause';
import { gcpCause } from '@/lib/server/sampler/eye/gcp/cause';

const sts = (code: string, message: string) =>
  `Couldn't get account Id operation error STS: GetCallerIdentity, https response error StatusCode: 403, RequestID: 1, api error ${code}: ${message}`;
const MISMATCH = 'The request signature we calculated does not match the signature you provided.';
const INVALID = 'The security token included in the request is invalid.';
const WHO =
  'User: arn:aws:iam::123456789012:user/weir is not authorized to perform: cloudwatch:GetMetricData';

describe('one error code has several causes: the message is read, not only the code (AWS)', () => {
  test.each([
    [
      'SignatureDoesNotMatch',
      'Signature expired: 20260101T000000Z is now earlier than 20260101T101500Z (20260101T103000Z - 15 min.)',
      /clock is behind/,
    ],
    [
      'SignatureDoesNotMatch',
      'Signature not yet current: 20270101T000000Z is still later than 20260101T101500Z (20260101T100000Z + 15 min.)',
      /clock is ahead/,
    ],
    [
      'InvalidSignatureException',
      'Signature expired: 20260101T000000Z is now earlier than 20260101T102500Z (20260101T103000Z - 5 min.)',
      /clock is behind/,
    ],
    ['SignatureDoesNotMatch', MISMATCH, /refuses the secret/],
    ['InvalidSignatureException', MISMATCH, /refuses the secret/],
    [
      'SignatureDoesNotMatch',
      "Credential should be scoped to a valid region, not 'mars-1'.",
      /not switched on/,
    ],
    ['SignatureDoesNotMatch', 'in other words', /secret .*, or the Pi’s clock/],
    ['RequestExpired', 'Request has expired. Timestamp date is 2026-01-01.', /clock is wrong/],
    [
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      /clock is wrong/,
    ],
    [
      'ExpiredToken',
      'The security token included in the request is expired',
      /temporary one and has expired/,
    ],
    ['ExpiredTokenException', 'The security token included in the request is expired', /temporary one/],
    ['InvalidClientTokenId', INVALID, /refuses the access key.*region that is not switched on/],
    ['UnrecognizedClientException', INVALID, /refuses the access key/],
    ['AuthFailure', 'AWS was not able to validate the provided access credentials', /refuses the access key/],
    ['OptInRequired', 'You are not subscribed to this service.', /not switched on for the account/],
    ['RegionDisabledException', 'STS is not activated in this region for account:1.', /not switched on/],
    [
      'IncompleteSignature',
      "'K E Y' must have at least 5 slash-delimited elements",
      /cannot read the access key/,
    ],
    ['MissingAuthenticationToken', 'Request is missing Authentication Token', /no access key is set/],
    [
      'AccessDenied',
      `${WHO} with an explicit deny in a service control policy`,
      /rule of the organisation.*Missing: cloudwatch:GetMetricData\./,
    ],
    ['AccessDenied', `${WHO} because no permissions boundary allows it`, /permissions boundary/],
    ['AccessDenied', `${WHO} with an explicit deny in an identity-based policy`, /denies this explicitly/],
    [
      'AccessDeniedException',
      `${WHO} because no identity-based policy allows it`,
      /lacks a permission\. Missing: cloudwatch:GetMetricData\./,
    ],
    [
      'AccessDenied',
      'User: x is not authorized to perform: sts:AssumeRole on resource: y',
      /the role does not trust it/,
    ],
    ['UnauthorizedOperation', 'You are not authorized to perform this operation.', /lacks a permission\.$/],
    ['ThrottlingException', 'Rate exceeded', /limiting how often/],
    ['RequestLimitExceeded', 'Request limit exceeded.', /limiting how often/],
    [
      'ValidationError',
      'The value Summ for parameter Statistic is not a valid statistic.',
      /statistic, period or metric/,
    ],
    ['InternalFailure', 'exceeded maximum number of attempts, 5', /fault of its own/],
  ])('%s: %s', (code, message, words) => expect(awsCause(sts(code, message))?.words).toMatch(words));

  test('a line that tells of nothing wrong is no cause', () =>
    expect(awsCause('Reset clients cache')).toBeNull());
});

const grant = (description: string) =>
  `oauth2: cannot fetch token: 400 Bad Request Response: {"error":"invalid_grant","error_description":"${description}"}`;

describe('one error code has several causes: the message is read, not only the code (Google)', () => {
  test.each([
    [
      grant(
        'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
      ),
      /clock is wrong\.$/,
    ],
    [grant('Invalid JWT Signature.'), /refuses the key: it was deleted\.$/],
    [grant('Invalid grant: account not found'), /service account was deleted or switched off/],
    [grant('Account has been deleted'), /service account was deleted/],
    [grant('Bad Request'), /deleted, or the Pi’s clock is wrong/],
    [
      'Error 403: Cloud Monitoring API has not been used in project 1 before or it is disabled.',
      /API is switched off/,
    ],
    ['Error 403: This API method requires billing to be enabled.', /billing is switched off/],
    [
      "Error 403: Permission 'monitoring.timeSeries.list' denied., forbidden",
      /role Monitoring Viewer\. Missing: monitoring\.timeSeries\.list\.$/,
    ],
    [
      'Error 403: Permission x.y denied (or the resource may not exist)., forbidden',
      /project that does not exist/,
    ],
    ['Error 403: Quota exceeded for quota metric, rateLimitExceeded', /limiting how often/],
    ['Error 429: RESOURCE_EXHAUSTED', /limiting how often/],
    ['Error 404: Unknown project acme, notFound', /no such project/],
    ['Error 401: Request had invalid authentication credentials.', /refuses the key\.$/],
    ['Error 503: The service is currently unavailable., backendError', /fault of its own/],
    ['dial tcp: lookup oauth2.googleapis.com: no such host', /cannot be reached/],
  ])('%s', (text, words) => expect(gcpCause(text).words).toMatch(words));
});

test.each([
  ['a clock', awsCause('Signature expired: 1 is now earlier than 2'), 'clock'],
  ['a secret', awsCause(MISMATCH), undefined],
  [
    'a name that is not found',
    awsCause('dial tcp: lookup sts.eu-west-1.amazonaws.com: no such host'),
    'unreached',
  ],
  ['a clock (Google)', gcpCause('Token must be a short-lived token (60 minutes)'), 'clock'],
  ['a deleted key (Google)', gcpCause('Invalid JWT Signature.'), undefined],
  ['a name that is not found (Google)', gcpCause('lookup oauth2.googleapis.com: no such host'), 'unreached'],
])('what may explain others is known by a word beside the sentence: %s', (_what, found, cause) =>
  expect(found?.cause).toBe(cause),
);
