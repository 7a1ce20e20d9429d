import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { gcloudLines } from '@/lib/pipeline/sources/gcp/gcloud';
import { isMomentary } from '@/lib/server/sources/doctor/told';
import { keyIn, signedAssertion, TOKEN_URL } from '@/lib/server/sources/gcp/doctor/assertion';
import { listRefusal, tokenRefusal } from '@/lib/server/sources/gcp/doctor/refusal';
import { readAssertion } from '../../support/fakes/gcp/jwt';
import { accountsOf, fakeGoogleKey } from '../../support/fakes/gcp/keys';

const holder = { email: 'weir@garden-pond.iam.gserviceaccount.com' };
const ofToken = (text: string, more: { status?: number; aheadMs?: number | null } = {}) =>
  tokenRefusal({ status: 400, aheadMs: 0, text, ...more }, holder);
const grant = (words: string, error = 'invalid_grant') => JSON.stringify({ error, error_description: words });
const ofList = (text: string, status = 403) =>
  listRefusal({ status, aheadMs: 0, text }, 'monitoring.timeSeries.list', 'garden-pond', holder);
const apiError = (message: string, more: object = {}) =>
  JSON.stringify({ error: { code: 403, message, ...more } });

describe('what the key signs', () => {
  const json = fakeGoogleKey('garden-pond');
  const key = keyIn(json);
  if (key === null) throw new Error('The key of the test is none.');

  test('is taken by who checks it, for an hour, to read metrics', () => {
    const nowMs = 1_800_000_000_500;
    const jwt = signedAssertion(key, TOKEN_URL, nowMs);
    const [head = '', body = '', signature = ''] = jwt.split('.');
    const part = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString());
    expect(part(head)).toEqual({ alg: 'RS256', typ: 'JWT', kid: key.id });
    expect(part(body)).toEqual({
      iss: key.email,
      scope: 'https://www.googleapis.com/auth/monitoring.read',
      aud: TOKEN_URL,
      iat: 1_800_000_000,
      exp: 1_800_003_600,
    });
    const isSigned = verify(
      'sha256',
      Buffer.from(`${head}.${body}`),
      createPublicKey(key.privateKey),
      Buffer.from(signature, 'base64url'),
    );
    expect(isSigned).toBe(true);
    const given = { accounts: accountsOf(json), nowSeconds: 1_800_000_000, ownTokenUri: '' };
    expect(readAssertion(jwt, given)).toMatchObject({ email: key.email });
  });

  test('for another address is nothing to Google', () => {
    const jwt = signedAssertion(key, 'http://10.0.0.9/token', Date.now());
    const given = { accounts: accountsOf(json), nowSeconds: Date.now() / 1000, ownTokenUri: '' };
    expect(readAssertion(jwt, given)).toEqual({ refusal: 'Invalid JWT: Failed audience check.' });
  });

  test.each(['', '{}', 'x', '{"client_email":1}'])('is not made of %j', (text) =>
    expect(keyIn(text)).toBeNull(),
  );
});

describe('an error of the token address', () => {
  test.each([
    [grant('Invalid JWT Signature.'), 'key', /it was deleted/],
    [grant('Invalid grant: account not found'), 'account', /no service account .* any more/],
    [grant('The service account is disabled: account_disabled'), 'account', /is switched off/],
    [grant('The OAuth client was disabled.', 'disabled_client'), 'account', /is switched off/],
    [grant('Bad Request'), 'key', /^Google refuses the key \(invalid_grant\)\.$/],
    [grant('Invalid JWT: Failed audience check.'), 'key', /refuses the key \(invalid_grant\)\.$/],
    [grant('Client is unauthorized', 'unauthorized_client'), 'key', /\(unauthorized_client\)\.$/],
    [grant('The OAuth client was not found.', 'invalid_client'), 'key', /\(invalid_client\)\.$/],
    [grant('Invalid JWT', '<b>$(x)'), 'key', /^Google refuses the key\.$/],
    [grant('The OAuth client was deleted.', 'deleted_client'), 'refused', /\(deleted_client\)\.$/],
    [grant('Account restricted', 'access_denied'), 'refused', /\(access_denied\)\.$/],
    [apiError('x', { status: 'PERMISSION_DENIED' }), 'refused', /\(PERMISSION_DENIED\)\.$/],
    [grant('', '<b>$(x)'), 'odd', /with 400, which Weir does not know/],
    [grant('', 'invalid_scope'), 'odd', /invalid_scope, which Weir does not know/],
    ['<html>Sign in to the hotel</html>', 'odd', /is not Google/],
    ['', 'odd', /is not Google/],
  ])('%s', (text, kind, words) => {
    expect(ofToken(text)).toMatchObject({ kind, words: expect.stringMatching(words) });
  });

  test('without words is told from the clock by the time of the answer', () => {
    expect(ofToken(grant('Bad Request'), { aheadMs: 1_872_000 })).toMatchObject({
      kind: 'clock',
      words: expect.stringMatching(/It is 31 min 12 s ahead\.$/),
    });
    expect(ofToken(grant('Bad Request'), { aheadMs: 200_000 }).kind).toBe('key');
  });

  test.each([
    [429, grant('Invalid JWT Signature.'), 'limited'],
    [429, 'busy', 'limited'],
    [500, grant('Check your iat and exp values', 'internal_failure'), 'fault'],
    [503, grant('Invalid JWT cache lookup failed, try again', 'temporarily_unavailable'), 'fault'],
    [503, grant('account not found'), 'fault'],
    [599, '<html>busy</html>', 'fault'],
    [600, apiError('x', { status: 'UNAUTHENTICATED' }), 'fault'],
  ])('with %i says nothing of the key, whatever its words: %s', (status, text, kind) => {
    const told = ofToken(text, { status });
    expect(told.kind).toBe(kind);
    expect(isMomentary(told)).toBe(true);
  });

  test.each([401, 403])('with %i is a refusal where Google says a code', (status) => {
    for (const code of ['access_denied', 'deleted_client', 'invalid_client'])
      expect(isMomentary(ofToken(grant('', code), { status }))).toBe(false);
    expect(ofToken(grant('', 'access_denied'), { status: 404 }).kind).toBe('odd');
  });

  test.each([
    [0, /clock is wrong\.$/],
    [-400, /clock is wrong\.$/],
    [null, /clock is wrong\.$/],
    [42_000, /It is 42 s ahead\.$/],
    [-61_000, /It is 1 min 1 s behind\.$/],
  ])('for its time says how far the clock is off, where it is: %s ms', (aheadMs, words) => {
    const told = ofToken(grant('Token must be a short-lived token'), { aheadMs });
    expect(told.words).toMatch(words);
  });

  test('says what to do in words for a form, another page and a message', () => {
    for (const text of [grant('Invalid JWT Signature.'), grant('account not found')])
      expect(ofToken(text).fix).toContain('enter it in Weir under Google Cloud');
  });
});

describe('an error of a list', () => {
  test.each([
    [apiError('x', { details: [{ reason: 'CONSUMER_INVALID' }] }), 403, 'project'],
    [
      apiError('x', { details: [{ reason: 'SERVICE_DISABLED' }], status: 'PERMISSION_DENIED' }),
      403,
      'api-off',
    ],
    [
      apiError('x', { details: [{ reason: 'BILLING_DISABLED' }], status: 'PERMISSION_DENIED' }),
      403,
      'billing',
    ],
    [apiError('x', { details: 7 }), 403, 'permission'],
    [apiError('x'), 429, 'limited'],
    [apiError('x', { status: 'INVALID_ARGUMENT' }), 400, 'odd'],
    ['Forbidden by the proxy', 403, 'odd'],
    ['busy', 429, 'limited'],
    [apiError('x', { status: 'PERMISSION_DENIED' }), 503, 'fault'],
    [apiError('Permission denied, or it is disabled'), 500, 'fault'],
    ['{"error":[]}', 403, 'odd'],
  ])('%s', (text, status, kind) => expect(ofList(text, status).kind).toBe(kind));

  test('says nothing that is not Weir’s own, and is bounded', () => {
    const hostile = `\u001b[31m<script>${'x'.repeat(100_000)}`;
    for (const status of [400, 401, 403, 404, 418, 500]) {
      const { words, fix = '' } = ofList(
        JSON.stringify({ error: { message: hostile, status: hostile } }),
        status,
      );
      expect(words.length + fix.length).toBeLessThan(700);
      expect(words + fix).not.toContain('\u001b');
    }
  });

  test('puts nothing into a command that a shell would read', () => {
    const bad = { email: 'x$(id)`;@a.b' };
    const told = listRefusal(
      { status: 403, aheadMs: 0, text: apiError('no') },
      'monitoring.timeSeries.list',
      'p',
      bad,
    );
    expect(told.fix).toContain('serviceAccount:EMAIL');
    expect(
      tokenRefusal({ status: 400, aheadMs: 0, text: grant('account not found') }, bad).words,
    ).not.toContain('$(');
  });
});

describe('the lines for a shell', () => {
  test('make an account with the role in each project, and its key', () => {
    expect(gcloudLines({ projects: ['pond-1', 'pond-2', 'pond-1'], email: null }).split('\n')).toEqual([
      'gcloud iam service-accounts create weir --project pond-1',
      'gcloud services enable monitoring.googleapis.com --project pond-1',
      'gcloud projects add-iam-policy-binding pond-1 --member serviceAccount:weir@pond-1.iam.gserviceaccount.com --role roles/monitoring.viewer --condition None',
      'gcloud services enable monitoring.googleapis.com --project pond-2',
      'gcloud projects add-iam-policy-binding pond-2 --member serviceAccount:weir@pond-1.iam.gserviceaccount.com --role roles/monitoring.viewer --condition None',
      'gcloud iam service-accounts keys create weir-key.json --iam-account weir@pond-1.iam.gserviceaccount.com',
    ]);
  });

  test('for an account that is there give it a role of exactly the two permissions', () => {
    expect(gcloudLines({ projects: ['pond-1'], email: holder.email, isSmallest: true }).split('\n')).toEqual([
      'gcloud services enable monitoring.googleapis.com --project pond-1',
      "gcloud iam roles create weirReader --project pond-1 --title 'Weir reads metrics' --permissions monitoring.metricDescriptors.list,monitoring.timeSeries.list",
      `gcloud projects add-iam-policy-binding pond-1 --member serviceAccount:${holder.email} --role projects/pond-1/roles/weirReader --condition None`,
    ]);
  });

  test('know projects of a domain, and leave out what is no project', () => {
    expect(gcloudLines({ projects: ['example.com:pond'], email: null })).toContain(
      '--iam-account weir@pond.example.com.iam.gserviceaccount.com',
    );
    expect(gcloudLines({ projects: ['; rm -rf ~', ''], email: null })).not.toContain('rm -rf');
    expect(gcloudLines({ projects: [], email: null })).toContain('--project PROJECT');
  });
});
