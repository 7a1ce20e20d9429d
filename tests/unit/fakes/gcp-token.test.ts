import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAssertion, signAssertion, tokenForm } from '../../support/fakes/gcp/jwt.ts';
import { accountsOf, fakeGoogleKey, readGoogleKey } from '../../support/fakes/gcp/keys.ts';
import { exampleProject } from '../../support/fakes/gcp/projects.ts';
import { type FakeGoogle, startFakeGoogle } from '../../support/fakes/gcp/server.ts';

const NOW = 1_800_000_000;
const file = fakeGoogleKey('garden-pond');
const key = readGoogleKey(file);
const stranger = readGoogleKey(fakeGoogleKey('other-pond'));
const read = (assertion: string) =>
  readAssertion(assertion, {
    accounts: accountsOf(file),
    nowSeconds: NOW,
    ownTokenUri: 'http://fake.example/token',
  });
const SHORT_LIVED = expect.stringMatching(/short-lived token \(60 minutes\) and in a reasonable timeframe/);

describe('an assertion', () => {
  test('that is signed as Google asks stands for its account', () => {
    expect(read(signAssertion(key, NOW))).toEqual({
      email: key.email,
      scopes: ['https://www.googleapis.com/auth/monitoring.read'],
    });
    expect(read(signAssertion(key, NOW, { kid: undefined }))).toMatchObject({ email: key.email });
    expect(read(signAssertion(key, NOW, { aud: 'http://fake.example/token' }))).toMatchObject({
      email: key.email,
    });
  });

  test.each([
    ['of an account that is not known', signAssertion(stranger, NOW), 'Invalid grant: account not found'],
    [
      'that another key signed',
      signAssertion({ ...stranger, email: key.email, id: key.id }, NOW),
      'Invalid JWT Signature.',
    ],
    ['of a key that was deleted', signAssertion({ ...key, id: stranger.id }, NOW), 'Invalid JWT Signature.'],
    [
      'whose claims were changed',
      signAssertion(key, NOW).replace(/\.[^.]+\./, `.${signAssertion(key, NOW + 1).split('.')[1]}.`),
      'Invalid JWT Signature.',
    ],
    ['for somebody else', signAssertion(key, NOW, { aud: 'https://example.com/' }), /audience/],
    ['by another algorithm', signAssertion(key, NOW, { alg: 'HS256' }), /RS256/],
    ['that is none', 'x', /not a JWT/],
    ['that lives for more than an hour', signAssertion(key, NOW, { exp: NOW + 3601 }), SHORT_LIVED],
    ['of a clock that is ahead', signAssertion(key, NOW + 301), SHORT_LIVED],
    ['of a clock that is an hour behind', signAssertion(key, NOW - 3901), SHORT_LIVED],
  ])('%s is refused', (_what, assertion, refusal) => {
    const words = refusal instanceof RegExp ? expect.stringMatching(refusal) : refusal;
    expect(read(assertion)).toEqual({ refusal: words });
  });

  test.each([NOW + 300, NOW - 3600])('of a clock that is a little off is taken', (at) => {
    expect(read(signAssertion(key, at))).toMatchObject({ email: key.email });
  });
});

describe('access tokens', () => {
  let google: FakeGoogle;
  beforeAll(async () => {
    const projects = { 'garden-pond': exampleProject('garden-pond', [key.email]) };
    google = await startFakeGoogle('127.0.0.1', { accounts: accountsOf(file), projects });
  });
  afterAll(() => google.close());

  const ask = async (changes: Parameters<typeof signAssertion>[2] = {}) => {
    const body = tokenForm(signAssertion(key, Math.floor(Date.now() / 1000), changes));
    const response = await fetch(`${google.url}/token`, { method: 'POST', body });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  };
  const list = async (authorization?: string) => {
    const url = `${google.url}/v3/projects/garden-pond/metricDescriptors`;
    const response = await fetch(url, { headers: authorization ? { authorization } : {} });
    return { status: response.status, text: await response.text() };
  };

  test('are given for an hour, and needed', async () => {
    const { body } = await ask();
    expect(body).toMatchObject({ expires_in: 3600, token_type: 'Bearer' });
    expect((await list(`Bearer ${body.access_token}`)).status).toBe(200);
    expect(await list('Bearer mine')).toMatchObject({
      status: 401,
      text: expect.stringContaining('UNAUTHENTICATED'),
    });
    expect(await list()).toMatchObject({ status: 401, text: expect.stringContaining('missing required') });
  });

  test('have to be for reading metrics', async () => {
    const { body } = await ask({ scope: 'https://www.googleapis.com/auth/logging.read' });
    const answer = await list(`Bearer ${body.access_token}`);
    expect(answer).toMatchObject({ status: 403, text: expect.stringContaining('SCOPE_INSUFFICIENT') });
  });

  test('outlive their key, and end at their time', async () => {
    const { body } = await ask();
    const keys = google.state.accounts[key.email];
    google.state.accounts[key.email] = {};
    expect(await ask()).toMatchObject({ status: 400, body: { error_description: 'Invalid JWT Signature.' } });
    expect((await list(`Bearer ${body.access_token}`)).status).toBe(200);
    google.state.clockAheadMs = 3_601_000;
    expect((await list(`Bearer ${body.access_token}`)).status).toBe(401);
    google.state.clockAheadMs = 0;
    google.forgetTokens();
    expect((await list(`Bearer ${body.access_token}`)).status).toBe(401);
    google.state.accounts[key.email] = keys ?? {};
    expect((await ask()).status).toBe(200);
  });

  test('cannot be had while the address has a fault', async () => {
    google.state.faults = [{ at: 'token', kind: 'unavailable', times: 1 }];
    expect((await ask()).status).toBe(503);
    expect((await ask()).status).toBe(200);
  });
});
