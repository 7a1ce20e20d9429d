import { afterEach, expect, test } from 'vitest';
import { gcpDoctor } from '@/lib/server/sources/gcp/doctor/gcp-doctor';
import { accountsOf, fakeGoogleKey, readGoogleKey } from '../../support/fakes/gcp/keys';
import { type FakeGoogle, startFakeGoogle } from '../../support/fakes/gcp/server';
import type { GoogleState } from '../../support/fakes/gcp/state';
import { lanAddress } from '../../support/fakes/receivers';

const PROJECT = 'garden-pond';
const keyJson = fakeGoogleKey(PROJECT);
const { email } = readGoogleKey(keyJson);

let google: FakeGoogle | undefined;
afterEach(() => google?.close());

async function ask(given: Partial<GoogleState>, key = keyJson, isCut = false) {
  google = await startFakeGoogle(lanAddress(), { accounts: accountsOf(keyJson), ...given });
  if (isCut) await google.cut();
  const held = { enabled: true, projectId: PROJECT, moreProjects: [], keyJson: key } as never;
  const texts = new Map([['env', `WEIR_GOOGLE_ENDPOINT_URL=${google.url}\n`]] as const);
  return gcpDoctor.letsIn?.(held, texts, new AbortController().signal);
}

test('a key that is good: one token, and nothing that Google would bill', async () => {
  expect(await ask({})).toBeNull();
  expect(google?.counts()).toEqual({ token: 1, metricDescriptors: 0, timeSeries: 0, series: 0 });
});

test.each<[string, Partial<GoogleState>, RegExp]>([
  ['a deleted key', { accounts: { [email]: {} } }, /it was deleted/],
  ['a deleted account', { accounts: {} }, /no service account/],
  ['a clock that is wrong', { clockAheadMs: 3 * 3_600_000 }, /clock is wrong/],
])('%s is named', async (_, given, words) => {
  expect((await ask(given))?.words).toMatch(words);
});

test('of a Google that does not answer, and of what is no key, nothing is known', async () => {
  expect(await ask({}, keyJson, true)).toBeUndefined();
  expect(await ask({}, '{}')).toBeUndefined();
  expect(await ask({ faults: [{ kind: 'unavailable', at: 'token' }] })).toBeUndefined();
});
