import { describe, expect, test } from 'vitest';
import { stackdriverBlindness } from '@/lib/server/sampler/eye/gcp/gcp';
import { START_MS } from '../../support/fakes/fake-ports';
import { logLines } from '../../support/fixtures/log-lines';

const MSG = 'Error while getting Google Stackdriver Monitoring metrics';
const GET =
  'Get "https://monitoring.googleapis.com/v3/projects/weir-test-1/metricDescriptors?alt=json&prettyPrint=false": ';
const says = (err: string, msg = MSG, atMs = START_MS) => logLines([{ atMs, msg, err }]);

describe('what stackdriver_exporter v0.19.0 logs, in plain words', () => {
  test.each([
    [
      'a deleted key',
      `${GET}oauth2: cannot fetch token: 400 Bad Request\nResponse: {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}`,
      'Google refuses the key: it was deleted.',
    ],
    [
      'no network',
      `${GET}oauth2: cannot fetch token: Post "https://oauth2.googleapis.com/token": dial tcp: lookup oauth2.googleapis.com: no such host`,
      'Google cannot be reached: check the internet connection.',
    ],
    [
      'a missing role',
      'googleapi: Error 403: Permission monitoring.metricDescriptors.list denied (or the resource may not exist)., forbidden',
      expect.stringMatching(/Monitoring Viewer\. For a project that does not exist, Google says the same/),
    ],
    [
      'an API that is off',
      'googleapi: Error 403: Cloud Monitoring API has not been used in project 1 before or it is disabled., accessNotConfigured',
      'Google Cloud: the Cloud Monitoring API is switched off for this project.',
    ],
    [
      'a quota',
      'googleapi: Error 429: Quota exceeded for quota metric',
      'Google is limiting how often it may be asked.',
    ],
    [
      'no key file',
      'error creating Google client: google: error getting credentials using GOOGLE_APPLICATION_CREDENTIALS environment variable: open key.json: no such file or directory',
      'Google Cloud: the key file is missing or cannot be read.',
    ],
    ['anything else', 'boom', 'stackdriver-exporter (Google Cloud) reports an error.'],
  ])('%s', (_what, err, words) =>
    expect(stackdriverBlindness(says(err), START_MS, 0.1)?.words).toEqual(words),
  );
});

test('an error during the last scrape counts, one before it does not', () => {
  expect(stackdriverBlindness(says('boom'), START_MS + 4000, 5)).not.toBeNull();
  expect(stackdriverBlindness(says('boom'), START_MS + 60_000, 5)).toBeNull();
});

test('never scraped, or nothing logged: nothing is known to be wrong', () => {
  expect(stackdriverBlindness(says('boom'), null, null)).toBeNull();
  expect(stackdriverBlindness([], START_MS, 1)).toBeNull();
  expect(
    stackdriverBlindness(logLines([{ atMs: START_MS, level: 'INFO', msg: 'Listening on' }]), START_MS, 1),
  ).toBeNull();
});
