import { describe, expect, test } from 'vitest';
import { snapshotSchema } from '@/lib/schemas/snapshot';
import { assemble, type Parts } from '@/lib/server/sampler/assemble';
import { budgetStep, NO_BUDGET_MEMORY } from '@/lib/server/sampler/steps/budget';
import { NO_BUFFER_MEMORY } from '@/lib/server/sampler/steps/buffer';
import { NO_DELIVERY_MEMORY } from '@/lib/server/sampler/steps/delivery';
import { CALM_HOST } from '../../support/fakes/fake-pipeline';
import { container, START_MS, settings, target, vmagentMetrics } from '../../support/fakes/fake-ports';

function parts(over: Partial<Parts> = {}): Parts {
  return {
    settings,
    engine: {
      engine: { state: 'up', version: '28', apiVersion: '1.51', message: null, hasMemoryCgroup: true },
      containers: [container('vmagent'), container('weir')],
      usage: new Map(),
      restarts: new Map(),
    },
    vmagent: { metrics: vmagentMetrics(), targets: [target()], error: null, isKnown: true },
    delivery: NO_DELIVERY_MEMORY,
    buffer: NO_BUFFER_MEMORY,
    budget: NO_BUDGET_MEMORY,
    blindness: {},
    tellings: {},
    deliveryWords: null,
    configMessage: null,
    queueDiscard: null,
    crash: null,
    outOfMemory: [],
    missingImages: [],
    notStarted: [],
    silences: [],
    host: CALM_HOST,
    clockAheadSeconds: 0,
    drift: [],
    grafana: null,
    lateSeconds: null,
    beingStarted: [],
    telling: undefined,
    backups: undefined,
    meters: new Map(),
    impostor: null,
    empty: {},
    arrived: {},
    missing: [],
    unread: null,
    shedding: [],
    ...over,
  };
}
const silent = { metrics: null, targets: [], error: 'ECONNREFUSED', isKnown: true };
const engineWith = (containers: Parts['engine']['containers']) => ({ ...parts().engine, containers });
const pipelineOf = (over: Partial<Parts>) => assemble(parts(over), START_MS).pipeline;

test('what it makes fits the contract', () => {
  const { pipeline } = assemble(parts(), START_MS);
  expect(() => snapshotSchema.omit({ verdict: true }).parse(pipeline)).not.toThrow();
});

describe('vmagent is', () => {
  test.each([
    ['up when it answers', {}, 'up'],
    ['down when it does not and its container has long been running', { vmagent: silent }, 'down'],
    [
      'starting when its container is seconds old',
      { vmagent: silent, engine: engineWith([container('vmagent', { startedAtMs: START_MS - 5000 })]) },
      'starting',
    ],
    [
      'down when its container has ended',
      {
        vmagent: silent,
        engine: engineWith([container('vmagent', { state: 'exited', startedAtMs: START_MS - 5000 })]),
      },
      'down',
    ],
    ['absent without a container', { vmagent: silent, engine: engineWith([container('weir')]) }, 'absent'],
    ['down when nobody can be asked', { vmagent: silent, engine: engineWith(null) }, 'down'],
  ] as const)('%s', (_what, over, state) => expect(pipelineOf(over).vmagent.state).toBe(state));
});

describe('the stack is', () => {
  test.each([
    ['present', [container('vmagent')], 'present'],
    ['absent while only the panel runs', [container('weir')], 'absent'],
    ['absent without any container', [], 'absent'],
    ['unknown without an engine', null, 'unknown'],
  ] as const)('%s', (_what, containers, stack) =>
    expect(pipelineOf({ engine: engineWith(containers && [...containers]) }).stack).toBe(stack),
  );

  test('gone where a pipeline was set up and only the panel is left', () =>
    expect(
      pipelineOf({ settings: { ...settings, wasSetUp: true }, engine: engineWith([container('weir')]) })
        .stack,
    ).toBe('gone'));
});

describe('what the destination shows', () => {
  const delivery = {
    ...NO_DELIVERY_MEMORY,
    lastSuccessAtMs: START_MS,
    last: { metrics: vmagentMetrics(), atMs: START_MS },
  };
  const seen = (over: Partial<Parts>) => {
    const { pipeline, context } = assemble(parts({ delivery, arrived: { pi: START_MS }, ...over }), START_MS);
    return { pi: pipeline.sources.find(({ id }) => id === 'pi'), state: pipeline.delivery.state, ...context };
  };
  const missing = (source: 'pi' | null) => [{ source, newestAtMs: START_MS, sinceMs: START_MS }];

  test('is a time for each source that was asked for', () => {
    expect(seen({})).toMatchObject({ state: 'delivering', pi: { arrivedAtMs: START_MS } });
    expect(seen({}).pi).not.toHaveProperty('isLost');
    expect(seen({ arrived: { pi: null } }).pi).toMatchObject({ arrivedAtMs: null });
    expect(seen({ arrived: {} }).pi).not.toHaveProperty('arrivedAtMs');
  });

  test('is a loss where it has nothing of what was delivered, of a source or of all', () => {
    expect(seen({ missing: missing('pi') })).toMatchObject({ state: 'delivering', pi: { isLost: true } });
    const local = { kind: 'local' as const, url: 'http://victoria-metrics:8428/api/v1/write' };
    const here = { settings: { ...settings, destination: local } };
    expect(seen({ missing: missing(null), ...here })).toMatchObject({
      state: 'losing',
      pi: { isLost: true },
    });
  });

  test('is not known where one outside has nothing of all: the token may be of another, unless it is lost already', () => {
    expect(seen({ missing: missing(null) })).toMatchObject({ state: 'unknown', pi: { isLost: true } });
    const impostor = { kind: 'page' as const, sinceMs: START_MS, words: '' };
    expect(seen({ missing: missing(null), impostor })).toMatchObject({ state: 'losing' });
  });

  test('is no contradiction any more once nothing is delivered', () => {
    const waits = seen({ missing: missing(null), delivery: NO_DELIVERY_MEMORY });
    expect(waits).toMatchObject({ state: 'unknown', missing: [] });
    expect(waits.pi).not.toHaveProperty('isLost');
  });
});

test('what is wrong with a file, and how often the engine restarted a service, is passed on', () => {
  const one = { containerId: 'a', state: 'running' as const, count: 9, startedAtMs: 1 };
  const restarts = new Map([
    ['yace', { ...one, seenAtMs: [1, 2, 3] }],
    ['vmagent', { ...one, seenAtMs: [] }],
  ] as const);
  const problem = { message: 'Line 3 of .env has a space in the name.', hint: 'Correct it.' };
  const seen = parts({ engine: { ...parts().engine, restarts }, settings: { ...settings, problem } });
  expect(assemble(seen, START_MS).context).toMatchObject({ restarts: { yace: 3 }, fileProblem: problem });
});

test('the words of the log go with the failure, and with nothing else', () => {
  const failure = {
    kind: 'network' as const,
    statusCode: null,
    count: 3,
    firstAtMs: START_MS,
    toldFromMs: START_MS,
    lastAtMs: START_MS,
  };
  const delivery = {
    ...NO_DELIVERY_MEMORY,
    last: { metrics: vmagentMetrics(), atMs: START_MS },
    failure,
    failuresSinceSuccess: 3,
  };
  const deliveryWords = { message: 'no such host', retrySeconds: 8, saidAtMs: START_MS };
  expect(pipelineOf({ delivery, deliveryWords }).delivery.failure).toEqual({
    kind: 'network',
    cause: 'dns',
    statusCode: null,
    retrySeconds: 8,
    message: 'no such host',
  });
  expect(pipelineOf({ deliveryWords }).delivery.failure).toBeNull();
});

describe('what is used of the plan', () => {
  const budget = budgetStep(NO_BUDGET_MEMORY, vmagentMetrics({ activeSeries: 9400 }), START_MS);
  const budgetOf = (over: Partial<Parts>) => assemble(parts({ budget, ...over }), START_MS).context.budget;
  const at = (kind: 'local' | 'other') => ({ ...settings, destination: { kind, url: 'http://x/' } });

  test('is held against its limits, where the destination has any', () => {
    expect(budgetOf({})).toEqual({
      series: 9400,
      isAggregated: false,
      brakeSeries: 20_000,
      pointsPerMinute: null,
      limits: settings.plan,
    });
    expect(budgetOf({ settings: at('local') })?.limits).toEqual({ series: null, pointsPerMinute: null });
  });

  test('has the jobs at their own limits', () => {
    const shedding = [{ job: 'yace', max: 500 }] as const;
    expect(budgetOf({ shedding })).toMatchObject({ shedding });
  });

  test('is not known while vmagent does not answer', () =>
    expect(budgetOf({ vmagent: silent })).toBeUndefined());
});

describe('something answers in the destination’s place', () => {
  const impostor = { kind: 'page' as const, sinceMs: START_MS - 30_000, words: 'HTTP 200 with a web page' };
  const delivering = { ...NO_DELIVERY_MEMORY, last: { metrics: vmagentMetrics(), atMs: START_MS } };

  test('its 2XX are no deliveries: data is being lost, and nothing has arrived since it began', () => {
    const seen = parts({ impostor, delivery: { ...delivering, lastSuccessAtMs: START_MS - 1000 } });
    const { pipeline, context } = assemble(seen, START_MS);
    expect(pipeline.delivery).toMatchObject({ state: 'losing', lastSuccessAtMs: impostor.sinceMs });
    expect(context.impostor).toBe(impostor);
  });

  test('while vmagent counts no 2XX it keeps its data, so nothing is lost that way', () => {
    const seen = parts({ impostor, delivery: { ...delivering, lastSuccessAtMs: START_MS - 600_000 } });
    const { pipeline, context } = assemble(seen, START_MS);
    expect(pipeline.delivery.state).not.toBe('losing');
    expect(context.impostor).toBeNull();
  });
});

describe('a delivery to the store on this Pi', () => {
  const delivery = {
    ...NO_DELIVERY_MEMORY,
    last: { metrics: vmagentMetrics(), atMs: START_MS },
    lastSuccessAtMs: START_MS,
  };
  const destination = { kind: 'local', url: 'http://victoria-metrics:8428/api/v1/write' } as const;
  const enabled = new Set([...settings.enabled, 'victoria-metrics' as const]);
  const stateWith = (state: 'running' | 'exited' | 'restarting', kind: 'local' | 'other') =>
    pipelineOf({
      delivery,
      settings: { ...settings, enabled, destination: { ...destination, kind } },
      engine: engineWith([container('vmagent'), container('victoria-metrics', { state })]),
    }).delivery.state;

  test('waits from the moment at which the store is stopped, whatever was delivered before', () => {
    expect(stateWith('running', 'local')).toBe('delivering');
    expect(stateWith('restarting', 'local')).toBe('delivering');
    expect(stateWith('exited', 'local')).toBe('waiting');
    expect(stateWith('exited', 'other')).toBe('delivering');
  });
});

test('an exporter that answers and has nothing of its own kind is blind; what its log says comes first', () => {
  const targets = [target({ job: 'stackdriver-exporter' })];
  const seen = parts({
    settings: { ...settings, enabled: new Set(['vmagent', 'stackdriver-exporter']) },
    vmagent: { metrics: vmagentMetrics(), targets, error: null, isKnown: true },
    empty: { gcp: 'nothing' },
  });
  const gcpOf = (over: Partial<Parts>) =>
    assemble({ ...seen, ...over }, START_MS).pipeline.sources.find(({ id }) => id === 'gcp');
  expect(gcpOf({ blindness: { gcp: null } })).toMatchObject({ state: 'blind', message: 'nothing' });
  expect(gcpOf({ blindness: { gcp: { words: 'a cause', cause: 'clock' } } })).toMatchObject({
    state: 'blind',
    message: 'a cause',
    cause: 'clock',
  });
  expect(gcpOf({ blindness: { gcp: null }, empty: {} })).toMatchObject({ state: 'flowing' });
});
