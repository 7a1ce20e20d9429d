import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readFilter } from '../../support/fakes/gcp/filter.ts';
import { signAssertion, tokenForm } from '../../support/fakes/gcp/jwt.ts';
import { accountsOf, fakeGoogleKey, readGoogleKey } from '../../support/fakes/gcp/keys.ts';
import { exampleProject } from '../../support/fakes/gcp/projects.ts';
import { type FakeGoogle, startFakeGoogle } from '../../support/fakes/gcp/server.ts';
import type { Fault } from '../../support/fakes/gcp/state.ts';

const FIELDS = {
  'metric.type': 'run.googleapis.com/request_count',
  'metric.labels.response_code': '200',
  'resource.labels.service_name': 'shop',
};

describe('a filter', () => {
  test.each([
    ['', true],
    ['metric.type="run.googleapis.com/request_count"', true],
    ['metric.type = "run.googleapis.com/request_count" AND resource.labels.service_name="shop"', true],
    ['metric.type = starts_with("run.googleapis.com/")', true],
    ['metric.type = starts_with("pubsub.")', false],
    ['metric.type="run.googleapis.com/request_count" AND (resource.label.service_name != "shop")', false],
    ['NOT resource.labels.service_name = "till"', true],
    // OR binds tighter than AND.
    [
      'metric.labels.response_code = "404" AND resource.labels.service_name = "till" OR metric.type : "run"',
      false,
    ],
    ['resource.labels.service_name = one_of("till", "shop")', true],
    ['resource.labels.service_name = monitoring.regex.full_match("sh.*")', true],
    ['resource.labels.service_name = monitoring.regex.full_match("h.*")', false],
    ['resource.labels.service_name = ends_with("op") AND resource.labels.zone = ""', true],
  ])('%s', (text, isMatch) => {
    expect(readFilter(text).matches(FIELDS)).toBe(isMatch);
  });

  test.each([
    'metric.type',
    'metric.type = ',
    '(metric.type = "x"',
    'metric.type = "x" and',
    'a = what("x")',
    '{',
  ])('%s cannot be read', (text) => {
    expect(() => readFilter(text)).toThrow();
  });

  test('tells what is asked for', () => {
    expect(readFilter('metric.type = starts_with("run.")')).toMatchObject({
      asked: 'run.',
      isOneType: false,
    });
    expect(readFilter('project="p" AND metric.type="a/b"')).toMatchObject({ asked: 'a/b', isOneType: true });
  });
});

describe('lists', () => {
  const file = fakeGoogleKey('garden-pond');
  const key = readGoogleKey(file);
  const run = (text: string) => `metric.type="run.googleapis.com/${text}"`;
  let google: FakeGoogle;
  let authorization = '';

  beforeAll(async () => {
    const projects = {
      'garden-pond': exampleProject('garden-pond', [key.email], 3),
      'other-pond': exampleProject('other-pond', []),
    };
    google = await startFakeGoogle('127.0.0.1', { accounts: accountsOf(file), projects });
    const body = tokenForm(signAssertion(key, Math.floor(Date.now() / 1000)));
    const answer = await fetch(`${google.url}/token`, { method: 'POST', body });
    authorization = `Bearer ${((await answer.json()) as { access_token: string }).access_token}`;
  });
  afterAll(() => google.close());
  beforeEach(() => {
    google.state.faults = [];
    google.state.mostPerPage = 10_000;
    google.forgetCalls();
  });

  type Body = {
    metricDescriptors?: { type: string; metadata: object }[];
    timeSeries?: { points?: { value: { int64Value: string } }[] }[];
    nextPageToken?: string;
    error?: { message: string; details?: { reason: string }[] };
  };
  async function get(list: string, params: Record<string, string>, project = 'garden-pond') {
    const url = `${google.url}/v3/projects/${project}/${list}?${new URLSearchParams(params)}`;
    const response = await fetch(url, { headers: { authorization } });
    return { status: response.status, body: (await response.json()) as Body };
  }
  const descriptors = (filter: string, project?: string) => get('metricDescriptors', { filter }, project);
  function series(filter: string, more: Record<string, string> = {}, minutes = 5) {
    const endMs = Date.now();
    const startTime = new Date(endMs - minutes * 60_000).toISOString();
    const window = { 'interval.startTime': startTime, 'interval.endTime': new Date(endMs).toISOString() };
    return get('timeSeries', { filter, ...window, ...more });
  }

  test('of descriptors are by prefix, with metrics that only begin alike', async () => {
    const { body } = await descriptors(
      'metric.type = starts_with("pubsub.googleapis.com/subscription/oldest_unacked_message_age")',
    );
    expect(body.metricDescriptors?.map(({ type }) => type)).toEqual([
      'pubsub.googleapis.com/subscription/oldest_unacked_message_age',
      'pubsub.googleapis.com/subscription/oldest_unacked_message_age_by_region',
    ]);
    expect(body.metricDescriptors?.[0]).toMatchObject({ metadata: { ingestDelay: '120s' } });
    expect((await descriptors('metric.type = starts_with("none")')).body).toEqual({});
  });

  test('of series have the points of the window, the newest first', async () => {
    const { body } = await series(run('request_count'));
    expect(body.timeSeries).toHaveLength(3);
    const values = body.timeSeries?.[1]?.points?.map(({ value }) => value.int64Value);
    expect(values).toEqual(['23', '22', '21']);
    expect((await series(run('request_count'), {}, 30)).body.timeSeries?.[1]?.points).toHaveLength(4);
    expect(
      (await series(`${run('request_count')} AND (resource.labels.service_name="service-2")`)).body
        .timeSeries,
    ).toHaveLength(1);
    expect(google.counts()).toMatchObject({ timeSeries: 3, series: 7 });
  });

  test('of series are cut into pages, and come without points', async () => {
    const first = await series(run('request_count'), { pageSize: '1', view: 'HEADERS' });
    expect(first.body.timeSeries).toHaveLength(1);
    expect(first.body.timeSeries?.[0]).not.toHaveProperty('points');
    google.state.mostPerPage = 2;
    const window = {
      'interval.startTime': '2020-01-01T00:00:00Z',
      'interval.endTime': '2120-01-01T00:00:00Z',
    };
    const page = await series(run('request_count'), window);
    expect(page.body.timeSeries).toHaveLength(2);
    const pageToken = page.body.nextPageToken ?? '';
    const last = await series(run('request_count'), { ...window, pageToken });
    expect(last.body.timeSeries).toHaveLength(1);
    expect(last.body).not.toHaveProperty('nextPageToken');
    expect((await series(run('container/instance_count'), { ...window, pageToken })).status).toBe(400);
  });

  test('of series need a metric that exists, and a window', async () => {
    expect((await series('resource.labels.service_name="x"')).status).toBe(400);
    expect((await get('timeSeries', { filter: run('request_count') })).status).toBe(400);
    expect(await series(run('request_cuont'))).toMatchObject({
      status: 404,
      body: { error: { message: expect.stringContaining('Cannot find metric(s) that match type') } },
    });
  });

  test('are for those who may read the project; one that does not exist is told the same', async () => {
    const denied = 'Permission monitoring.metricDescriptors.list denied (or the resource may not exist).';
    for (const project of ['other-pond', 'no-pond'])
      expect(await descriptors('', project)).toMatchObject({
        status: 403,
        body: { error: { message: denied } },
      });
  });

  test.each<[Fault, number, string | undefined]>([
    [{ kind: 'api-off' }, 403, 'SERVICE_DISABLED'],
    [{ kind: 'billing-off' }, 403, 'BILLING_DISABLED'],
    [{ kind: 'no-permission' }, 403, undefined],
    [{ kind: 'not-found' }, 404, undefined],
    [{ kind: 'rate-limit' }, 429, 'RATE_LIMIT_EXCEEDED'],
    [{ kind: 'unauthenticated' }, 401, undefined],
    [{ kind: 'unavailable' }, 503, undefined],
    [{ kind: 'no-series' }, 200, undefined],
  ])('fail on demand: %o', async (fault, status, reason) => {
    google.state.faults = [fault];
    const answer = await series(run('request_count'));
    expect(answer.status).toBe(status);
    expect(answer.body.error?.details?.[0]?.reason).toBe(reason);
    expect(answer.body).not.toHaveProperty('timeSeries');
  });

  test('fail where a fault says: by project, list, metric and number of calls', async () => {
    const isWell = async (fault: Fault) => {
      google.state.faults = [fault];
      return (await series(run('request_count'))).status === 200;
    };
    expect(await isWell({ kind: 'unavailable', project: 'other-pond' })).toBe(true);
    expect(await isWell({ kind: 'unavailable', at: 'metricDescriptors' })).toBe(true);
    expect(await isWell({ kind: 'unavailable', at: 'token' })).toBe(true);
    expect(await isWell({ kind: 'unavailable', type: 'pubsub.' })).toBe(true);
    expect(await isWell({ kind: 'unavailable', type: 'run.' })).toBe(false);
    expect(await isWell({ kind: 'unavailable', project: 'garden-pond', at: 'timeSeries' })).toBe(false);
    google.state.faults = [{ kind: 'unavailable', times: 1 }];
    expect([(await descriptors('')).status, (await descriptors('')).status]).toEqual([503, 200]);
  });

  test('are noted', async () => {
    await series(run('request_count'), { view: 'HEADERS' });
    expect(google.calls).toMatchObject([
      {
        method: 'timeSeries',
        project: 'garden-pond',
        type: 'run.googleapis.com/request_count',
        status: 200,
        found: 3,
      },
    ]);
  });
});
