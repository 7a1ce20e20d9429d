import { beforeEach, describe, expect, test } from 'vitest';
import type { LogLine } from '@/lib/schemas/log-line';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { NO_DELIVERY_MEMORY } from '@/lib/server/sampler/steps/delivery';
import { createDoctor } from '@/lib/server/sampler/watch/doctor';
import {
  container,
  type FakeWorld,
  fakeWorld,
  START_MS,
  settings,
  target,
  vmagentMetrics,
} from '../../support/fakes/fake-ports';
import { logLines } from '../../support/fixtures/log-lines';

let world: FakeWorld;
let logs: Partial<Record<ServiceName, LogLine[]>>;
let doctor: ReturnType<typeof createDoctor>;

beforeEach(() => {
  world = fakeWorld();
  logs = {};
  world.ports.tailLogs = async (service) => {
    world.asked[`log ${service}`] = (world.asked[`log ${service}`] ?? 0) + 1;
    return logs[service] ?? [];
  };
  doctor = createDoctor(world.ports, () => undefined);
});

const gcp = (lastScrapeAtMs: number) =>
  target({ job: 'stackdriver-exporter', lastScrapeAtMs, durationSeconds: 1 });
const failure = (kind: 'unauthorised' | 'network', statusCode: number | null) => ({
  ...NO_DELIVERY_MEMORY,
  failure: { kind, statusCode, count: 1, firstAtMs: START_MS, lastAtMs: START_MS, toldFromMs: START_MS },
});

async function look(
  over: {
    targets?: ReturnType<typeof target>[];
    delivery?: typeof NO_DELIVERY_MEMORY;
    startedAtMs?: number;
    queueSinceMs?: number;
  } = {},
) {
  void doctor.tick({
    settings: { ...settings, enabled: new Set<ServiceName>(['vmagent', 'yace', 'stackdriver-exporter']) },
    engine: {
      engine: { state: 'up', version: null, apiVersion: null, message: null, hasMemoryCgroup: null },
      containers: [
        container('vmagent'),
        container('yace', { startedAtMs: START_MS }),
        container('stackdriver-exporter'),
      ],
      usage: new Map(),
      restarts: new Map(),
    },
    vmagent: {
      metrics: vmagentMetrics(over.startedAtMs === undefined ? {} : { startedAtMs: over.startedAtMs }),
      targets: over.targets ?? [],
      error: null,
      isKnown: true,
    },
    delivery: over.delivery ?? NO_DELIVERY_MEMORY,
    queueSinceMs: over.queueSinceMs ?? null,
  });
  const before = structuredClone(doctor.reading.blindness);
  await new Promise((resolve) => setTimeout(resolve, 5));
  return before;
}

describe('the sources', () => {
  test('AWS is blind as soon as its log says so', async () => {
    logs.yace = logLines([
      { atMs: START_MS, msg: "Couldn't get account Id", err: 'api error InvalidClientTokenId' },
    ]);
    await look({ targets: [target({ job: 'yace' })] });
    expect(doctor.reading.blindness.aws?.words).toMatch(/^AWS refuses the access key/);
  });

  test('AWS is neither well nor blind until it has asked for metrics', async () => {
    await look({ targets: [target({ job: 'yace' })] });
    expect(doctor.reading.blindness.aws).toBeUndefined();
    world.ports.readExporter = async () => 'aws_sqs_sent_sum{region="eu-west-1"} 1\n';
    world.nowMs += 6000;
    await look({ targets: [target({ job: 'yace' })] });
    expect(doctor.reading.blindness.aws).toBeNull();
  });

  test('Google stays blind while the log of its next scrape is read', async () => {
    const failed = (atMs: number) =>
      logLines([
        {
          atMs,
          msg: 'Error while getting Google Stackdriver Monitoring metrics',
          err: 'Error 403: Permission x denied',
        },
      ]);
    logs['stackdriver-exporter'] = failed(START_MS);
    await look({ targets: [gcp(START_MS)] });
    expect(doctor.reading.blindness.gcp?.words).toMatch(/Monitoring Viewer/);
    logs['stackdriver-exporter'] = failed(START_MS + 60_000);
    expect((await look({ targets: [gcp(START_MS + 60_000)] })).gcp?.words).toMatch(/Monitoring Viewer/);
    expect(doctor.reading.blindness.gcp?.words).toMatch(/Monitoring Viewer/);
    logs['stackdriver-exporter'] = [];
    await look({ targets: [gcp(START_MS + 120_000)] });
    expect(doctor.reading.blindness.gcp).toBeNull();
  });

  test('an exporter that ends for want of a key file says so', async () => {
    logs['stackdriver-exporter'] = logLines([
      {
        atMs: START_MS,
        msg: 'failed to initialize',
        err: 'error getting credentials: open key.json: no such file',
      },
    ]);
    world.containers = [];
    await doctor.tick({
      settings: { ...settings, enabled: new Set<ServiceName>(['stackdriver-exporter']) },
      engine: {
        engine: { state: 'up', version: null, apiVersion: null, message: null, hasMemoryCgroup: null },
        containers: [container('stackdriver-exporter', { state: 'restarting' })],
        usage: new Map(),
        restarts: new Map(),
      },
      vmagent: { metrics: vmagentMetrics(), targets: [], error: null, isKnown: true },
      delivery: NO_DELIVERY_MEMORY,
      queueSinceMs: null,
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(doctor.reading.blindness.gcp?.words).toMatch(/key file is missing/);
  });
});

describe('the key of a source whose exporter outlives it', () => {
  const MINUTE = 60_000;
  const words = 'Google refuses the key: it was deleted.';
  const refused = () => doctor.reading.tellings.gcp?.refusedKey;
  const lookAt = async (minutes: number, answer: Awaited<ReturnType<typeof world.ports.askKey>>) => {
    world.ports.askKey = async (source) => {
      world.asked[`key of ${source}`] = (world.asked[`key of ${source}`] ?? 0) + 1;
      return answer;
    };
    world.nowMs = START_MS + minutes * MINUTE;
    await look({ targets: [gcp(world.nowMs)] });
    await look({ targets: [gcp(world.nowMs)] });
  };

  test('is asked about every five minutes, and told with what to do', async () => {
    await lookAt(0, null);
    await lookAt(4, { words, fix: 'Make a new key.' });
    expect(refused()).toBeUndefined();
    await lookAt(5, { words, fix: 'Make a new key.' });
    expect(refused()).toEqual({ message: words, fix: 'Make a new key.' });
    expect(world.asked).toMatchObject({ 'key of gcp': 2 });
    expect(Object.keys(world.asked)).not.toContain('key of aws');
  });

  test('an answer that tells nothing changes nothing; the next good one ends it', async () => {
    await lookAt(0, { words });
    await lookAt(5, undefined);
    expect(refused()).toEqual({ message: words });
    await lookAt(10, null);
    expect(refused()).toBeUndefined();
  });

  test('an answer about a key that the exporter has no more does not speak for the next', async () => {
    let answer: (refusal: { words: string }) => void = () => undefined;
    world.ports.askKey = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    await look({ targets: [gcp(START_MS)] });
    doctor.onRestart('stackdriver-exporter', 'start');
    answer({ words });
    await lookAt(1, undefined);
    expect(refused()).toBeUndefined();
  });

  test('what was not said again for an hour is over', async () => {
    await lookAt(0, { words });
    await lookAt(59, undefined);
    expect(refused()).toEqual({ message: words });
    await lookAt(61, undefined);
    expect(refused()).toBeUndefined();
  });

  test('is asked about anew when the exporter starts anew', async () => {
    await lookAt(0, { words });
    doctor.onRestart('stackdriver-exporter', 'start');
    await lookAt(1, null);
    expect(refused()).toBeUndefined();
    expect(world.asked['key of gcp']).toBe(2);
  });
});

describe('vmagent’s log', () => {
  test('tells of a queue that the process before has discarded, while that is not settled', async () => {
    logs.vmagent = logLines([
      { atMs: START_MS, level: 'error', msg: 'cannot read metainfo for persistent queue; re-creating it' },
    ]);
    const startedAtMs = START_MS + 5000;
    world.nowMs = START_MS + 8000;
    await look({ startedAtMs });
    expect(doctor.reading.queueDiscard).toBeNull();
    await look({ startedAtMs, queueSinceMs: START_MS - 2000 });
    expect(doctor.reading.queueDiscard).toEqual({ cause: 'damaged', bytes: null });
  });

  const sent = (words: string) =>
    logLines([
      {
        atMs: START_MS,
        level: 'warn',
        msg: `couldn't send a block with size 1 bytes to "1:secret-url": ${words}; re-sending the block in 1 s`,
      },
    ]);

  test('is not read while all is well', async () => {
    await look();
    await look();
    expect(world.asked['log vmagent']).toBeUndefined();
  });

  test('is read once for a failure that stays, and anew when it changes', async () => {
    logs.vmagent = sent('no such host');
    for (let turn = 0; turn < 4; turn += 1) await look({ delivery: failure('network', null) });
    expect(doctor.reading.deliveryWords?.message).toBe('no such host');
    expect(world.asked['log vmagent']).toBe(1);
    world.nowMs += 61_000;
    await look({ delivery: failure('network', null) });
    expect(world.asked['log vmagent']).toBe(2);
    await look({ delivery: failure('unauthorised', 401) });
    expect(world.asked['log vmagent']).toBe(3);
  });

  test('of a failure that is over says nothing on the next one of its kind', async () => {
    logs.vmagent = sent('no such host');
    const next = failure('network', null);
    next.failure.toldFromMs = START_MS + 1;
    await look({ delivery: next });
    expect(doctor.reading.deliveryWords).toBeNull();
    logs.vmagent.push(...sent('connection refused').map((line) => ({ ...line, atMs: START_MS + 2 })));
    world.nowMs += 3000;
    await look({ delivery: next });
    expect(doctor.reading.deliveryWords?.message).toBe('connection refused');
  });

  test('is forgotten with the failure', async () => {
    logs.vmagent = sent('no such host');
    await look({ delivery: failure('network', null) });
    await look();
    expect(doctor.reading.deliveryWords).toBeNull();
  });
});
