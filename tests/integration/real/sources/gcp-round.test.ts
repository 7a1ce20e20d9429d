import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LogLine } from '@/lib/schemas/log-line';
import { gcpEye } from '@/lib/server/sampler/eye/gcp/gcp';
import { gcp } from '@/lib/server/sources/gcp/gcp';
import { EACH, GIVING, gcpRounds, PREFIXES, PROJECT, TYPES } from '../../../support/cases/gcp-rounds';
import { accountsOf, fakeGoogleKey, readGoogleKey } from '../../../support/fakes/gcp/keys';
import { exampleProject } from '../../../support/fakes/gcp/projects';
import { type FakeGoogle, startFakeGoogle } from '../../../support/fakes/gcp/server';
import { shippedTexts } from '../../../support/fixtures/shipped-texts';
import { waitFor } from '../../../support/run/exec';
import { ensureEngine } from '../../../support/stack/engine';
import { type Complaint, type GcpExporter, startGcpExporter } from '../../../support/stack/gcp-exporter';
import { bridgeAddress } from '../../../support/stack/stack';

/**
 * The real exporter as the stack runs it, against a fake Google: what arrives, what it costs in calls, and what each
 * fault makes of its log and of its own metrics. In every one of them it answers with 200.
 */
const key = fakeGoogleKey(PROJECT);
const { email } = readGoogleKey(key);
const good = () => ({
  accounts: accountsOf(key),
  projects: { [PROJECT]: exampleProject(PROJECT, [email], EACH) },
  faults: [],
  clockAheadMs: 0,
});

let google: FakeGoogle;
let exporter: GcpExporter;

beforeAll(async () => {
  google = await startFakeGoogle(await bridgeAddress(await ensureEngine()), good());
  exporter = await startGcpExporter(google, PROJECT, key);
});
afterAll(async () => {
  await exporter?.remove();
  await google?.close();
});

const isUp = () => waitFor('the exporter', () => exporter.isUp());
async function startAnew() {
  Object.assign(google.state, good());
  await exporter.restart();
  await isUp();
  google.forgetCalls();
}

const ROUND = 'Error while getting Google Stackdriver Monitoring metrics';
const ONE_METRIC = 'error retrieving Time Series metrics for descriptor';

/** What it logged, once the error of the whole round is there: it comes last. */
const complaints = () =>
  waitFor('the error in the log', async () => {
    const found = await exporter.complaints();
    return found.some(({ msg }) => msg === ROUND) && found;
  });

const expected = gcp.parts?.(shippedTexts()) ?? [];

/** What the panel makes of the last round: of all, and which parts give nothing. */
function tellingOf(lines: LogLine[]) {
  const nowMs = Date.now();
  const scrape = { state: 'up', lastScrapeAtMs: nowMs, durationSeconds: 1, samples: 9 } as const;
  const target = {
    job: '',
    instance: '',
    lastError: null,
    intervalSeconds: 60,
    timeoutSeconds: 55,
    ...scrape,
  };
  const look = { lines, target, isRunning: true, startedAtMs: 0, expected, clockSeconds: undefined, nowMs };
  const follower = gcpEye.follow?.();
  const parts = follower?.tells(look).parts ?? [];
  expect(parts).toHaveLength(PREFIXES);
  const blind = parts.filter(({ state }) => state === 'blind').map(({ id, kind }) => `${id} blind ${kind}`);
  return { sight: follower?.sight(look), blind };
}

describe('without a fault', () => {
  beforeAll(startAnew);

  test('its health check asks Google nothing', async () => {
    await waitFor('the health check', async () => (await exporter.health()) === 'healthy');
    expect(google.calls).toEqual([]);
  });

  test('series arrive with their labels, each with its newest value', async () => {
    const { status, samples } = await exporter.scrape();
    expect(status).toBe(200);
    const run = 'stackdriver_cloud_run_revision_run_googleapis_com_';
    const queue = 'stackdriver_pubsub_subscription_pubsub_googleapis_com_subscription_';
    const service = {
      configuration_name: 'service-1',
      location: 'europe-west1',
      project_id: PROJECT,
      revision_name: 'service-1-00001-abc',
      service_name: 'service-1',
      unit: '1',
    };
    const subscription = { project_id: PROJECT, subscription_id: 'subscription-1' };
    const shown = samples.map(({ series, value }) => ({ ...Object.fromEntries(series), value }));
    const region = 'europe-west1';
    for (const one of [
      { __name__: `${run}request_count`, ...service, response_code: '200', response_code_class: '2xx' },
      { __name__: `${run}container_instance_count`, ...service, state: 'active' },
      { __name__: `${queue}num_undelivered_messages`, ...subscription, unit: '1' },
      { __name__: `${queue}oldest_unacked_message_age`, ...subscription, unit: 's' },
      {
        __name__: 'stackdriver_cloud_function_cloudfunctions_googleapis_com_function_execution_count',
        ...{
          function_name: 'function-1',
          memory: '256',
          project_id: PROJECT,
          region,
          status: 'ok',
          unit: '1',
        },
      },
    ])
      expect(shown).toContainEqual({ ...one, value: 13 });
    expect(samples).toHaveLength(GIVING * EACH);
  });

  test('a metric that a prefix matches beside the one it means is asked for, and returns no series', () => {
    const filters = google.calls.map(({ params, found }) => [params.get('filter'), found]);
    const type = 'pubsub.googleapis.com/subscription/oldest_unacked_message_age_by_region';
    expect(filters).toContainEqual([`metric.type="${type}" AND (resource.labels.subscription_id="-")`, 0]);
  });

  test('only the first round lists the metrics and asks for a token', () => {
    expect(google.counts()).toEqual({
      token: 1,
      metricDescriptors: PREFIXES,
      timeSeries: TYPES,
      series: GIVING * EACH,
    });
  });

  test('later rounds ask for the series alone, and the exporter counts as Google does', async () => {
    google.forgetCalls();
    await exporter.scrape();
    const { self } = await exporter.scrape();
    const calls = { token: 0, metricDescriptors: 0, timeSeries: 2 * TYPES };
    expect(google.counts()).toEqual({ ...calls, series: 2 * GIVING * EACH });
    expect(self).toMatchObject({
      api_calls_total: PREFIXES + 3 * TYPES,
      scrapes_total: 3,
      last_scrape_error: 0,
    });
  });

  test('more than a page of series is fetched to its end', async () => {
    google.state.mostPerPage = 1;
    google.forgetCalls();
    const { samples } = await exporter.scrape();
    google.state.mostPerPage = 10_000;
    expect(samples).toHaveLength(GIVING * EACH);
    expect(google.counts()).toMatchObject({ timeSeries: GIVING * EACH + 1, series: GIVING * EACH });
  });
});

describe('with a fault', () => {
  beforeEach(startAnew);

  test.each(gcpRounds)('$what', async (round) => {
    round.break(google);
    const { status, samples, self } = await exporter.scrape();
    const { series: _, ...calls } = google.counts();
    expect({ status, calls, samples: samples.length, counted: self.api_calls_total }).toEqual({
      status: 200,
      calls: round.calls,
      samples: round.samples ?? 0,
      counted: round.counted,
    });
    expect(self.last_scrape_error).toBe(round.err ? 1 : 0);
    if (round.err === null) {
      expect(await exporter.complaints()).toEqual([]);
      return;
    }
    const logged = await complaints();
    // One line, however many prefixes failed.
    expect(logged.filter(({ msg }) => msg === ROUND)).toEqual([
      { msg: ROUND, err: expect.stringMatching(round.err) },
    ]);
    expect(logged.filter(({ msg }) => msg === ONE_METRIC)).toHaveLength(round.more ?? 0);
    const { sight, blind } = tellingOf(await exporter.log());
    expect(sight === null ? blind : 'nothing comes').toEqual(round.told ?? 'nothing comes');
  });

  test('no way to Google, and back', async () => {
    await google.cut();
    const { status, self } = await exporter.scrape();
    expect({ status, ...self }).toMatchObject({ status: 200, last_scrape_error: 1, api_calls_total: 0 });
    const refused =
      /cannot fetch token: Post "https:\/\/oauth2\.googleapis\.com\/token".*dial tcp.*connection refused/;
    expect(await complaints()).toEqual([{ msg: ROUND, err: expect.stringMatching(refused) }]);
    await google.mend();
    expect((await exporter.scrape()).samples).toHaveLength(GIVING * EACH);
  });

  test('a key that is deleted while its token lives', async () => {
    await exporter.scrape();
    google.state.accounts[email] = {};
    google.forgetCalls();
    expect((await exporter.scrape()).samples).toHaveLength(GIVING * EACH);
    expect(google.counts().token).toBe(0);

    google.forgetTokens();
    const { samples, self } = await exporter.scrape();
    expect(samples).toEqual([]);
    expect(self.last_scrape_error).toBe(1);
    const logged = await complaints();
    expect(logged.filter(({ msg }) => msg === ONE_METRIC)).toHaveLength(TYPES);
    expect(logged.at(-1)?.err).toMatch(/Error 401: Request had invalid authentication credentials/);
  });

  test.each<[string, string | null, RegExp]>([
    ['no key file', null, /no such file/],
    ['a key file that is none', 'garbage', /invalid character/],
  ])('%s', async (_what, text, words) => {
    exporter.writeKey(text);
    await exporter.restart();
    const found = await waitFor<Complaint>('its last words', async () => (await exporter.complaints())[0]);
    exporter.writeKey(key);
    // It is started again until there is a key.
    await isUp();
    expect(found.msg).toBe('failed to initialize');
    expect(found.err).toMatch(words);
  });
});
