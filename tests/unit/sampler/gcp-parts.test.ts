import { expect, test } from 'vitest';
import { gcpEye } from '@/lib/server/sampler/eye/gcp/gcp';
import { START_MS } from '../../support/fakes/fake-ports';
import { logLines } from '../../support/fixtures/log-lines';

const RUN = 'run.googleapis.com/request_count';
const PUBSUB = 'pubsub.googleapis.com/subscription/num_undelivered_messages';
const expected = [RUN, PUBSUB].map((service) => ({ service, place: '', name: service, metrics: [] }));
const LISTING = `stackdriver_cloud_run_revision_run_googleapis_com_request_count{service_name="a"} 1
stackdriver_cloud_run_revision_run_googleapis_com_request_count{service_name="b"} 1
stackdriver_monitoring_api_calls_total 7
`;
const LIMITED = 'googleapi: Error 429: Quota exceeded';
const ofOne = (descriptor: string, err: string) => [
  { atMs: START_MS, msg: 'error retrieving Time Series metrics for descriptor', descriptor, err },
];
const ofAll = (err: string) => [
  { atMs: START_MS, msg: 'Error while getting Google Stackdriver Monitoring metrics', err },
];

function follow() {
  const follower = gcpEye.follow?.();
  if (!follower) throw new Error('Google Cloud is not followed');
  const look = (entries: Parameters<typeof logLines>[0] = [], samples = 3) => ({
    lines: logLines(entries),
    target: {
      ...{ job: 'stackdriver-exporter', instance: 'x', state: 'up' as const, lastError: null },
      ...{ lastScrapeAtMs: START_MS, durationSeconds: 1, intervalSeconds: 60, timeoutSeconds: 55, samples },
    },
    isRunning: true,
    startedAtMs: START_MS - 60_000,
    expected,
    clockSeconds: undefined,
    nowMs: START_MS,
  });
  return { follower, look, parts: (at: ReturnType<typeof look>) => follower.tells(at).parts ?? [] };
}
const states = (parts: readonly { state: string; kind: string | null }[]) =>
  parts.map(({ state, kind }) => [state, kind]);

test('all that the exporter has is asked for once a day, and only while its rounds are good', () => {
  const { follower, look } = follow();
  expect(follower.asks.everyMs()).toBeNull();
  follower.sight(look(ofAll(LIMITED)));
  expect(follower.asks.everyMs()).toBeNull();
  follower.sight(look());
  expect(follower.asks.everyMs()).toBe(3_600_000);
  follower.asks.hear(LISTING, START_MS);
  expect(follower.asks.everyMs()).toBe(86_400_000);
  follower.sight(look([], 1));
  expect(follower.asks.everyMs()).toBe(3_600_000);
});

test('each prefix by itself: not known, with its series, or without any', () => {
  const { follower, look, parts } = follow();
  expect(states(parts(look()))).toEqual([
    ['pending', null],
    ['pending', null],
  ]);
  follower.asks.hear(LISTING, START_MS);
  expect(parts(look()).map(({ state, series }) => [state, series])).toEqual([
    ['flowing', 2],
    ['idle', 0],
  ]);
});

test('each prefix says how old its newest value was when its series were counted', () => {
  const { follower, look, parts } = follow();
  const name = 'stackdriver_cloud_run_revision_run_googleapis_com_request_count';
  const old = START_MS - 240_000;
  follower.asks.hear(
    `${name}{a="1"} 1 ${old - 60_000}\n${name}{a="2"} 1 ${old}\n${name}{a="3"} 1\n`,
    START_MS,
  );
  const [run, pubsub] = parts({ ...look(), nowMs: START_MS + 9_000_000 });
  expect(run).toMatchObject({ series: 3, newestAtMs: old, countedAtMs: START_MS });
  expect(pubsub).not.toHaveProperty('newestAtMs');
  follower.asks.hear(LISTING, START_MS);
  expect(parts(look())[0]).not.toHaveProperty('countedAtMs');
});

test('what Google charges is told by the series that it returned; the first million a month is free', () => {
  const { follower, look } = follow();
  expect(follower.tells(look()).dollarsPerMonth).toBeUndefined();
  follower.asks.hear(LISTING, START_MS);
  expect(follower.tells(look()).dollarsPerMonth).toEqual({ least: 0, most: 0 });
  const many = Array.from({ length: 100 }, (_, n) => `stackdriver_cloud_run_revision_x{n="${n}"} 1`).join(
    '\n',
  );
  follower.asks.hear(many, START_MS);
  expect(follower.tells(look()).dollarsPerMonth?.most).toBeCloseTo(1.66, 2);
});

test('its series are found however the exporter parts the words of their names', () => {
  const metric = 'compute.googleapis.com/guest/cpu/load_1m';
  const { follower, look } = follow();
  follower.asks.hear('stackdriver_gce_instance_compute_googleapis_com_guest_cpu_load_1_m 1', START_MS);
  const of = { service: metric, place: '', name: metric, metrics: [] };
  expect(follower.tells({ ...look(), expected: [of] }).parts?.[0]?.state).toBe('flowing');
});

test('a metric that always errs does not keep the others from being asked for', () => {
  const { follower, look } = follow();
  follower.sight(look([...ofOne(PUBSUB, LIMITED), ...ofAll(LIMITED)]));
  expect(follower.asks.everyMs()).toBe(3_600_000);
});

test('an error that names a metric is about its prefix alone', () => {
  const { follower, look, parts } = follow();
  follower.asks.hear(LISTING, START_MS);
  const now = look([...ofOne(PUBSUB, LIMITED), ...ofAll(LIMITED)]);
  expect(follower.sight(now)).toBeNull();
  expect(states(parts(now))).toEqual([
    ['flowing', null],
    ['blind', 'limited'],
  ]);
});

test('errors of every metric, or of the whole round, are about the source', () => {
  const { follower, look } = follow();
  const every = [RUN, PUBSUB].flatMap((metric) => ofOne(metric, LIMITED));
  expect(follower.sight(look([...every, ...ofAll(LIMITED)]))?.words).toMatch(/is limiting/);
  expect(
    follower.sight(look([...ofOne(RUN, LIMITED), ...ofAll('Error 403: SERVICE_DISABLED')]))?.words,
  ).toMatch(/API is switched off/);
});

const inProjects = ['pond', 'shed'].flatMap((place) =>
  expected.map((part) => ({ ...part, place, name: `${part.service} in ${place}` })),
);
const at = <Entry extends object>(project_id: string, entries: Entry[]) =>
  entries.map((entry) => ({ ...entry, project_id }));
const DENIED = 'googleapi: Error 403: Permission monitoring.metricDescriptors.list denied';

test('a project that is refused is named beside one that flows', () => {
  const { follower, look, parts } = follow();
  const ofPond = LISTING.replaceAll('{', '{project_id="pond",');
  follower.asks.hear(ofPond, START_MS);
  const now = { ...look(at('shed', ofAll(DENIED))), expected: inProjects };
  expect(follower.sight(now)).toBeNull();
  expect(parts(now).map(({ id, state, series, kind }) => [id, state, series, kind])).toEqual([
    [`pond ${RUN}`, 'flowing', 2, null],
    [`pond ${PUBSUB}`, 'idle', 0, 'empty'],
    [`shed ${RUN}`, 'blind', 0, 'permission'],
    [`shed ${PUBSUB}`, 'blind', 0, 'permission'],
  ]);
  expect(parts(now)[2]?.message).toMatch(/Monitoring Viewer/);
});

test('an error of one metric in one project is about that part alone, and one of every project about the source', () => {
  const { follower, look, parts } = follow();
  const one = { ...look(at('shed', [...ofOne(RUN, LIMITED), ...ofAll(LIMITED)])), expected: inProjects };
  expect(follower.sight(one)).toBeNull();
  expect(states(parts(one))).toEqual([
    ['pending', null],
    ['pending', null],
    ['blind', 'limited'],
    ['pending', null],
  ]);
  const all = [...at('shed', ofAll(DENIED)), ...at('pond', ofAll(DENIED))];
  expect(follower.sight({ ...look(all), expected: inProjects })?.words).toMatch(/Monitoring Viewer/);
  expect(follower.sight({ ...look(ofAll(DENIED)), expected: inProjects })?.words).toMatch(
    /Monitoring Viewer/,
  );
});

test('series of a project that is configured by its number count for it', () => {
  const { follower, look, parts } = follow();
  follower.asks.hear(LISTING.replaceAll('{', '{project_id="shed",'), START_MS);
  const numbered = inProjects.map((part) => ({ ...part, place: part.place === 'shed' ? '4242' : 'pond' }));
  expect(parts({ ...look(), expected: numbered }).map(({ series }) => series)).toEqual([0, 0, 2, 0]);
});
