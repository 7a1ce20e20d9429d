import { describe, expect, test } from 'vitest';
import type { DeliveryCause } from '@/lib/schemas/delivery';
import type { OutsideCause, ServiceSample, TargetSample } from '@/lib/schemas/snapshot';
import { ALONE, EXPLANATIONS } from '@/lib/verdict/graph';
import { rules } from '@/lib/verdict/rules/table';
import { AT_MS, sourceSample, targetSample } from '../../support/fakes/fake-pipeline';
import {
  both,
  buffer,
  type Change,
  delivery,
  failing,
  failure,
  judge,
  losing,
  loss,
  named,
} from '../../support/panel/judge';

const ids = new Set(rules.map(({ id }) => id));

describe('the graph', () => {
  test('has a place for every rule, and no other', () => {
    const placed = EXPLANATIONS.flatMap(({ causes, effects }) => [...causes, ...effects]);
    const missing = [...ids].filter((id) => !placed.includes(id) && !ALONE.includes(id));
    expect(
      missing,
      'say in lib/verdict/graph.ts what explains it, what it explains, or that it is ALONE',
    ).toEqual([]);
    expect([...placed, ...ALONE].filter((id) => !ids.has(id))).toEqual([]);
    expect(ALONE.filter((id) => placed.includes(id))).toEqual([]);
  });

  test('has no circle, whatever its conditions say', () => {
    const done = new Set<string>();
    const walk = (rule: string, path: readonly string[]): void => {
      expect(path, 'a circle').not.toContain(rule);
      if (done.has(rule)) return;
      for (const { causes, effects } of EXPLANATIONS)
        if (causes.includes(rule)) for (const effect of effects) walk(effect, [...path, rule]);
      done.add(rule);
    };
    for (const id of ids) walk(id, []);
  });
});

const local: Change = (pipeline) => {
  pipeline.destination = { kind: 'local', url: 'http://victoria-metrics:8428/api/v1/write' };
};
const other: Change = (pipeline) => {
  pipeline.destination = { kind: 'other', url: 'https://metrics.example/api/v1/write' };
};
const connection = (cause: DeliveryCause | null) => failing('network', null, cause);
const store = (over: Partial<ServiceSample>) => both(local, named('victoria-metrics', over));
const clock =
  (aheadSeconds: number): Change =>
  (_, context) => {
    context.clockAheadSeconds = aheadSeconds;
  };
const down =
  (job: string, lastError: string, over: Partial<TargetSample> = {}): Change =>
  (pipeline) => {
    pipeline.targets.push(targetSample({ job, state: 'down', lastError, samples: null, ...over }));
  };
const blind =
  (id: 'aws' | 'gcp', message: string, cause?: OutsideCause): Change =>
  (pipeline) => {
    pipeline.sources = pipeline.sources.map((one) =>
      one.id === id ? sourceSample(id, { state: 'blind', message, cause }) : one,
    );
  };
const away =
  (state: 'down' | 'absent' = 'down'): Change =>
  (pipeline) => {
    Object.assign(pipeline.vmagent, {
      state,
      version: null,
      startedAtMs: null,
      configOk: null,
      aggregationOk: null,
    });
    pipeline.delivery.state = 'unknown';
  };
const looped =
  (name: ServiceSample['name']): Change =>
  (_, context) => {
    context.restarts = { [name]: 5 };
  };
const outOfMemory =
  (name: ServiceSample['name']): Change =>
  (_, context) => {
    context.outOfMemory = [name];
  };
const channel =
  (message: string, cause: OutsideCause): Change =>
  (_, context) => {
    const phone = { id: 'phone', kindName: 'ntfy', name: 'Phone' };
    const one = { ...phone, sinceMs: AT_MS, message, hint: null, cause };
    context.telling = { channels: [one], deadMan: null };
  };
const budget =
  (series: number, pointsPerMinute: number): Change =>
  (_, context) => {
    context.budget = {
      series,
      isAggregated: false,
      pointsPerMinute,
      brakeSeries: 14_000,
      limits: { series: 10_000, pointsPerMinute: 10_000 },
    };
  };
const fullDisk: Change = (_, context) => {
  context.crash = 'cannot write: no space left on device';
};
const lowDisk: Change = (_, context) => {
  context.host = { ...context.host, disk: { free: 1e7, total: 3e10 } };
};
const lowMemory: Change = (_, context) => {
  context.host = { ...context.host, memory: { free: 1e7, total: 4e9 } };
};
const fullBuffer: Change = both(
  delivery({ state: 'losing', failure: failure('server-error', 503) }),
  buffer({ bytes: 2 ** 30, trend: 'filling' }),
  (_, context) => {
    context.loss = loss({ reason: 'buffer-full' });
  },
);
const noImage =
  (service: ServiceSample['name']): Change =>
  (_, context) => {
    context.missingImages = [{ service, reason: 'no registry answers' }];
  };
const REFUSED = 'dial tcp4 1.2.3.4:1: connect: connection refused';
const NO_NAME = 'dial tcp4: lookup x on 127.0.0.11:53: no such host';
const TOO_OLD = 'AWS says that the request is too old: check the Pi’s clock.';
const UNREACHED = 'AWS cannot be reached: check the internet connection and the region.';

describe('what explains what', () => {
  test.each<[string, string, Change]>([
    ['service-exited-victoria-metrics', 'waiting-dns', both(store({ state: 'exited' }), connection('dns'))],
    [
      'service-exited-victoria-metrics',
      'waiting-refused',
      both(store({ state: 'exited' }), connection('refused')),
    ],
    [
      'service-paused-victoria-metrics',
      'waiting-timeout',
      both(store({ state: 'paused' }), connection('timeout')),
    ],
    ['service-missing-victoria-metrics', 'waiting-dns', both(store({ state: 'absent' }), connection('dns'))],
    [
      'service-exited-victoria-metrics',
      'stalled',
      both(store({ state: 'exited' }), delivery({ state: 'stalled' })),
    ],
    [
      'service-exited-victoria-metrics',
      'waiting',
      both(store({ state: 'exited' }), delivery({ state: 'waiting' })),
    ],
    ['store-starting', 'waiting-refused', both(store({ startedAtMs: AT_MS - 9000 }), connection('refused'))],
    [
      'image-missing-victoria-metrics',
      'waiting-dns',
      both(store({ state: 'absent' }), noImage('victoria-metrics'), connection('dns')),
    ],
    [
      'service-out-of-memory-victoria-metrics',
      'waiting-closed',
      both(local, outOfMemory('victoria-metrics'), connection('closed')),
    ],
    [
      'pi-memory-low',
      'waiting-closed',
      both(local, lowMemory, outOfMemory('victoria-metrics'), connection('closed')),
    ],
    [
      'service-exited-cadvisor',
      'target-dns-cadvisor',
      both(named('cadvisor', { state: 'exited' }), down('cadvisor', NO_NAME)),
    ],
    [
      'service-unhealthy-yace',
      'target-refused-yace',
      both(named('yace', { health: 'unhealthy' }), down('yace', REFUSED)),
    ],
    ['service-restart-loop-yace', 'source-blind-aws', both(looped('yace'), blind('aws', 'AWS: an error.'))],
    [
      'image-missing-cadvisor',
      'target-dns-cadvisor',
      both(named('cadvisor', { state: 'absent' }), noImage('cadvisor'), down('cadvisor', NO_NAME)),
    ],
    [
      'image-missing-vmagent',
      'vmagent-absent',
      both(away('absent'), named('vmagent', { state: 'absent' }), noImage('vmagent')),
    ],
    [
      'vmagent-down',
      'target-refused-thing',
      both(away(), named('vmagent', { state: 'exited' }), down('thing', REFUSED)),
    ],
    [
      'service-restart-loop-vmagent',
      'vmagent-down',
      both(away(), looped('vmagent'), named('vmagent', { state: 'restarting' })),
    ],
    [
      'engine-unreachable',
      'target-refused-cadvisor',
      both(down('cadvisor', REFUSED), (pipeline) => {
        pipeline.engine.state = 'unreachable';
      }),
    ],
    ['clock-skew', 'source-blind-aws', both(clock(-900), blind('aws', TOO_OLD, 'clock'))],
    [
      'clock-skew',
      'source-blind-gcp',
      both(
        clock(900),
        blind('gcp', 'Google refuses the key: it was deleted, or the Pi’s clock is wrong.', 'clock'),
      ),
    ],
    ['clock-skew', 'waiting-tls-time', both(clock(-86_400), connection('tls-time'))],
    ['clock-skew', 'waiting-unauthorised', both(other, clock(-900), failing('unauthorised', 401))],
    ['clock-skew', 'losing-too-new', both(clock(900), losing({}, 'too-new'))],
    ['clock-skew', 'losing-too-old', both(clock(-7200), losing({}, 'too-old'))],
    [
      'clock-skew',
      'channel-failing-phone',
      both(clock(-86_400), channel('The certificate of x is not valid at this Pi’s time.', 'clock')),
    ],
    ['network-away', 'waiting-timeout', both(connection('timeout'), blind('aws', UNREACHED, 'unreached'))],
    ['network-away', 'source-blind-aws', both(connection('no-route'), blind('aws', UNREACHED, 'unreached'))],
    [
      'network-away',
      'channel-failing-phone',
      both(
        connection('dns'),
        channel('There is no host named ntfy.sh, or no name can be looked up now.', 'unreached'),
      ),
    ],
    ['disk-full', 'disk-nearly-full', both(fullDisk, buffer({ freeDiskBytes: 0 }))],
    ['disk-full', 'waiting-read-only', both(local, fullDisk, failing('server-error', 503, 'read-only'))],
    ['pi-disk-low', 'waiting-read-only', both(local, lowDisk, failing('server-error', 503, 'read-only'))],
    ['pi-disk-low', 'disk-nearly-full', both(lowDisk, buffer({ freeDiskBytes: 1e7 }))],
    [
      'config-reload-failed',
      'config-drift',
      (pipeline, context) => {
        pipeline.vmagent.configOk = false;
        context.drift = [{ service: 'vmagent', words: 'the scrape configuration was edited.' }];
      },
    ],
    ['budget-series', 'losing-series-limit', both(budget(12_000, 0), losing({}, 'series-limit'))],
    ['budget-points', 'waiting-rate-limited', both(budget(0, 12_000), failing('rate-limited', 429))],
    ['waiting-server-error', 'losing-buffer-full', fullBuffer],
    ['waiting-server-error', 'buffer-nearly-full', fullBuffer],
    ['waiting-dns', 'backlog-too-old', both(connection('dns'), buffer({ backlogSeconds: 4000 }))],
  ])('%s explains %s', (root, explained, change) => {
    const { findings } = judge(change);
    expect(findings.find(({ id }) => id === explained)).toMatchObject({ because: root });
    expect(findings.find(({ id }) => id === root)).toMatchObject({ because: null });
  });

  test.each<[string, Change]>([
    [
      'a token that Grafana Cloud refuses, beside a clock that is off',
      both(clock(-900), failing('unauthorised', 401, 'wrong-token')),
    ],
    ['a 401 of Grafana Cloud, beside a clock that is off', both(clock(-900), failing('unauthorised', 401))],
    ['a certificate that has expired, beside a clock a minute off', both(clock(-60), connection('tls-time'))],
    ['samples from the future, beside a clock that is behind', both(clock(-900), losing({}, 'too-new'))],
    [
      'an access key that was deleted, beside a clock that is off',
      both(clock(-900), blind('aws', 'AWS refuses the access key: it does not exist or was deleted.')),
    ],
    [
      'a destination elsewhere, beside the store that is stopped',
      both(named('victoria-metrics', { state: 'exited' }), connection('dns')),
    ],
    ['another exporter that is stopped', both(named('cadvisor', { state: 'exited' }), down('yace', REFUSED))],
    [
      'a wrong token, beside a cloud that cannot be reached',
      both(failing('unauthorised', 401, 'wrong-token'), blind('aws', UNREACHED, 'unreached')),
    ],
    [
      'a service with a limit of its own, beside little memory',
      both(lowMemory, outOfMemory('yace'), named('yace', { memoryLimitBytes: 2e8 })),
    ],
  ])('not so: %s', (_, change) => {
    const { findings } = judge(change);
    expect(findings.length).toBeGreaterThan(1);
    expect(findings.map(({ because }) => because)).toEqual(findings.map(() => null));
  });
});

describe('the headline', () => {
  test('of a store that somebody stopped is that, with what it means for the data and the button that starts it', () => {
    for (const more of [
      connection('dns'),
      connection('refused'),
      delivery({ state: 'waiting' }),
      () => undefined,
    ]) {
      const seen = judge(
        both(store({ state: 'exited' }), buffer({ bytes: 18_437_120, secondsToFull: 111_600 }), more),
      );
      expect(seen).toMatchObject({
        state: 'degraded',
        headline: 'victoria-metrics (the store on this Pi) is stopped.',
        detail: 'Nothing is lost yet: 18 MB waiting, room for about 31 hours.',
        fix: 'Start it; if it stops again, its log says why.',
        action: { kind: 'service', label: 'Start it', service: 'victoria-metrics', action: 'start' },
      });
    }
  });

  test('has the cause of the root, the state and the consequence of the worst', () => {
    expect(judge(fullBuffer)).toMatchObject({
      state: 'losing',
      headline: 'Grafana Cloud has a fault (503).',
      detail: expect.stringMatching(/^The oldest samples make room for new ones/),
    });
    expect(judge(both(budget(12_000, 0), losing({}, 'series-limit')))).toMatchObject({
      state: 'losing',
      headline: expect.stringMatching(/^More is sent than the plan covers/),
      action: { kind: 'link', label: 'See what to do', href: '/settings/plan' },
    });
  });

  const stopped = (name: ServiceSample['name']) => named(name, { state: 'exited' });
  test('names the sources that are missing, where nothing else is wrong', () => {
    expect(judge(stopped('cadvisor'))).toMatchObject({
      state: 'degraded',
      headline: 'Your data is arriving, without Containers.',
      detail: 'It reaches Grafana Cloud. cadvisor (Containers) is stopped.',
      fix: 'Start it; if it stops again, its log says why.',
      action: { kind: 'service', service: 'cadvisor', action: 'start' },
    });
    expect(judge(both(stopped('cadvisor'), blind('aws', 'AWS refuses the secret.')))).toMatchObject({
      headline: 'Your data is arriving, without AWS and Containers.',
      fix: null,
      action: { kind: 'link', href: '#findings' },
    });
    expect(judge(both(stopped('cadvisor'), stopped('yace'), stopped('node-exporter'))).headline).toBe(
      'Your data is arriving, without AWS, This Pi and Containers.',
    );
    expect(judge(both(clock(-900), blind('aws', TOO_OLD, 'clock')))).toMatchObject({
      headline: 'Your data is arriving, without AWS.',
      detail: 'It reaches Grafana Cloud. The Pi’s clock is 15 min behind.',
    });
  });

  test('does not call a source missing that gives data, nor a pipeline well that has another fault', () => {
    expect(judge(named('yace', { health: 'unhealthy' })).headline).toBe('Your data is arriving.');
    expect(judge(both(stopped('cadvisor'), clock(-900))).headline).toBe('Your data is arriving.');
    expect(judge(both(stopped('cadvisor'), failing('unauthorised', 401))).headline).toContain('refuses');
  });

  test('says so where no source is left', () => {
    const all = both(
      ...(['yace', 'stackdriver-exporter', 'node-exporter', 'cadvisor'] as const).map(stopped),
    );
    expect(judge(all)).toMatchObject({
      state: 'degraded',
      headline: 'No data of your sources is arriving: AWS, Google Cloud, This Pi and Containers.',
      detail: expect.stringMatching(/^Only vmagent’s own figures reach Grafana Cloud\./),
    });
  });
});
