import { describe, expect, test } from 'vitest';
import type { ServiceName, ServiceSample } from '@/lib/schemas/snapshot';
import { verdict } from '@/lib/verdict/verdict';
import { AT_MS, calmContext, healthy, targetSample } from '../../support/fakes/fake-pipeline';
import {
  both,
  type Change,
  delivery,
  failing,
  judge,
  loss,
  named,
  vmagentGone,
} from '../../support/panel/judge';

describe('green', () => {
  test('is a healthy pipeline, with nothing to do', () =>
    expect(judge(() => undefined)).toEqual({
      state: 'ok',
      headline: 'Your data is arriving.',
      detail: 'It reaches Grafana Cloud.',
      fix: null,
      action: null,
      findings: [],
    }));

  test.each(['starting', 'waiting', 'losing', 'stalled', 'unknown'] as const)(
    'is never delivery %s',
    (state) => expect(judge(delivery({ state })).state).not.toBe('ok'),
  );
});

describe('findings', () => {
  test('come worst first', () => {
    const { findings } = judge(
      both(failing('network'), named('yace', { health: 'unhealthy' }), (pipeline, context) => {
        pipeline.engine.hasMemoryCgroup = false;
        context.brake = { lastAtMs: AT_MS, isOngoing: true, rows: 1, limit: null };
      }),
    );
    expect(findings.map(({ severity }) => severity)).toEqual(['losing', 'waiting', 'warning', 'info']);
  });

  test('keep the time since which they hold', () => {
    const pipeline = healthy();
    named('yace', { health: 'unhealthy' })(pipeline, calmContext());
    const first = verdict(pipeline, calmContext());
    const later = verdict(
      { ...pipeline, atMs: AT_MS + 60_000 },
      { ...calmContext(), previous: first.findings },
    );
    expect(later.findings[0]?.sinceMs).toBe(AT_MS);
  });

  test.each(['absent', 'exited'] as const)('of a panel whose container is %s there are none', (state) =>
    expect(judge(named('weir', { state })).findings).toEqual([]),
  );

  test('of a switched-off service there are none', () =>
    expect(judge(named('yace', { state: 'exited', enabled: false })).findings).toEqual([]));

  test('a stack that somebody stopped is one finding, one exporter beside vmagent is its own', () => {
    const stopped = { state: 'exited', exitCode: 0 } as const;
    const away = (pipeline: Parameters<Change>[0]) => {
      Object.assign(pipeline.vmagent, {
        state: 'down',
        version: null,
        startedAtMs: null,
        configOk: null,
        aggregationOk: null,
      });
      pipeline.delivery.state = 'unknown';
    };
    const two = both(away, named('vmagent', stopped), named('yace', stopped));
    expect(judge(two).findings.map(({ id }) => id)).toEqual(['vmagent-down', 'service-exited-yace']);
    const { headline, action, findings } = judge(both(two, named('node-exporter', stopped)));
    expect(findings.map(({ id }) => id)).toEqual(['vmagent-down']);
    expect(headline).toBe('vmagent and 2 other services are stopped.');
    expect(action).toEqual({ kind: 'link', label: 'Start the services', href: '/services' });
  });

  test.each([
    ['node-exporter', 9, []],
    ['node-exporter', 11, ['target-refused-node-exporter']],
  ])('of a scrape of %s %i s after its start are there once it should listen', (job, seconds, ids) => {
    const { findings } = judge((pipeline) => {
      const lastError = 'connect: connection refused';
      const startedAtMs = AT_MS - 30_000;
      const lastScrapeAtMs = startedAtMs + seconds * 1000;
      pipeline.targets = [targetSample({ job, state: 'down', lastError, lastScrapeAtMs })];
      pipeline.services = pipeline.services.map((one) => (one.name === job ? { ...one, startedAtMs } : one));
    });
    expect(findings.map(({ id }) => id)).toEqual(ids);
  });

  test('a launch, which starts vmagent last, is not taken for a stack that has lost it', () => {
    const judged = (secondsAgo: number, others: Partial<ServiceSample> = {}) =>
      judge((pipeline, context) => {
        vmagentGone(pipeline, context);
        pipeline.vmagent.state = 'absent';
        for (const service of pipeline.services) {
          if (service.name === 'weir') continue;
          const isThere = service.name === 'victoria-metrics' || service.name === 'node-exporter';
          Object.assign(
            service,
            isThere
              ? { state: 'running', startedAtMs: AT_MS - secondsAgo * 1000, ...others }
              : { state: 'absent', startedAtMs: null },
          );
        }
      });
    const ids = (...given: Parameters<typeof judged>) => judged(...given).findings.map(({ id }) => id);
    expect(judged(5)).toMatchObject({ state: 'unknown', findings: [] });
    expect(ids(5, { state: 'created', startedAtMs: null })).toEqual([]);
    expect(ids(60)).toContain('vmagent-absent');
    expect(ids(5, { state: 'exited' })).toContain('vmagent-absent');
  });

  test('a scrape of the panel that failed while it was being started is none', () => {
    const scraped = (startedSecondsAgo: number, scrapedSecondsAgo: number) =>
      judge((pipeline) => {
        pipeline.targets = [
          targetSample({
            job: 'weir',
            instance: 'weir:8430',
            source: null,
            state: 'down',
            lastError: 'dial tcp4 172.18.0.5:8430: connect: connection refused',
            lastScrapeAtMs: AT_MS - scrapedSecondsAgo * 1000,
          }),
        ];
        const panel = pipeline.services.find(({ name }) => name === 'weir');
        Object.assign(panel ?? {}, { state: 'running', startedAtMs: AT_MS - startedSecondsAgo * 1000 });
      }).findings.map(({ id }) => id);
    expect(scraped(20, 25)).toEqual([]);
    expect(scraped(90, 55)).toEqual([]);
    expect(scraped(600, 55)).toEqual(['target-refused-weir']);
    expect(scraped(121, 60)).toEqual(['target-refused-weir']);
  });

  test('targets of one job are grouped', () => {
    const { findings } = judge((pipeline) => {
      pipeline.targets = ['a', 'b', 'c'].map((instance) =>
        targetSample({
          job: 'My Job',
          instance,
          source: null,
          state: instance === 'c' ? 'up' : 'down',
          lastError: 'connection refused',
        }),
      );
    });
    expect(findings).toMatchObject([
      {
        id: 'target-refused-my-job',
        title: '2 targets of My Job (3 in all) are down: connections are refused.',
        evidence: 'connection refused',
      },
    ]);
  });

  test('of jobs with like names, or a very long one, have ids of their own', () => {
    const { findings } = judge((pipeline) => {
      pipeline.targets = ['a_b', 'a-b', '日本', '中国', 'x'.repeat(500)].map((job) =>
        targetSample({ job, source: null, state: 'down', lastError: 'connection refused' }),
      );
    });
    const ids = findings.map(({ id }) => id);
    expect(ids).toHaveLength(5);
    expect(new Set(ids).size).toBe(5);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9-]{1,100}$/);
  });

  test('a pending target is none', () =>
    expect(
      judge((pipeline) => {
        pipeline.targets = [targetSample({ state: 'pending' })];
      }).findings,
    ).toEqual([]));
});

describe('the sentences', () => {
  test('say what to do, and name the worst of what does not keep data from arriving', () => {
    expect(judge(failing('unauthorised', 401)).fix).toMatch(/^Put in a new token/);
    const one = judge(named('yace', { health: 'unhealthy' }));
    expect(one).toMatchObject({
      state: 'degraded',
      detail: 'It reaches Grafana Cloud. One thing needs a look: yace (AWS) runs but fails its health check.',
      action: { href: '#findings' },
    });
    const two = judge(
      both(named('yace', { health: 'unhealthy' }), (pipeline) => {
        pipeline.vmagent.configOk = false;
      }),
    );
    expect(two.detail).toMatch(
      /2 things need a look, first of all: vmagent refused its last configuration\.$/,
    );
    expect(two.detail).toContain(two.findings[0]?.title);
  });

  test('say what waits and for how long there is room', () => {
    const { detail, action } = judge(
      both(failing('unauthorised', 401), (pipeline) => {
        Object.assign(pipeline.buffer, { bytes: 18_437_120, trend: 'filling', secondsToFull: 111_600 });
      }),
    );
    expect(detail).toBe('Nothing is lost yet: 18 MB waiting, room for about 31 hours.');
    expect(action).toEqual({ kind: 'link', label: 'Put in a new token', href: '/settings/destination' });
  });

  test('do not say that nothing is lost where something was, a moment ago', () => {
    for (const failure of [failing('server-error', 503), failing('rejected', 400)]) {
      const { detail, findings } = judge(
        both(failure, (_, context) => {
          context.loss = loss({ isOngoing: false });
        }),
      );
      expect(findings.map(({ id }) => id)).toContain('lost-recently');
      expect(detail).toMatch(/^What comes in now is kept/);
    }
  });

  test('nor where vmagent has ended by itself, a moment ago', () => {
    const said = (crash: string | null, times: number) =>
      judge(
        both(failing('server-error', 503), (_, context) => {
          context.crash = crash;
          context.restarts = { vmagent: times };
        }),
      ).detail;
    expect(said(null, 0)).toMatch(/^Nothing is lost yet/);
    expect(said(null, 1)).toMatch(/^What comes in now is kept/);
    expect(said('write /x: no space left on device', 1)).toMatch(/^What is on the disk already is kept/);
  });

  test('take the time of an engine that is gone with vmagent as a gap, and promise nothing without vmagent', () => {
    const said = (state: 'down' | 'starting' | 'up') =>
      judge(
        both(vmagentGone, (pipeline) => {
          pipeline.engine.state = 'unreachable';
          pipeline.vmagent.state = state;
        }),
      ).findings.find(({ id }) => id === 'engine-unreachable')?.consequence;
    expect(said('down')).toContain('take this time as a gap in your data');
    expect(said('starting')).toContain('cannot say whether data is collected');
  });

  test('stay the same while figures creep', () => {
    const text = (bytes: number, rate: number) => {
      const { headline, detail } = judge(
        both(failing('network'), (pipeline) => {
          Object.assign(pipeline.buffer, { bytes, secondsToFull: 111_600 - bytes / 1e5 });
          pipeline.delivery.samplesPerSecond = rate;
        }),
      );
      return headline + detail;
    };
    expect(text(18_000_000, 400)).toBe(text(18_100_000, 433));
  });

  test('name the store on this Pi, and send there for the fix', () => {
    const { headline, action } = judge(
      both(failing('network'), (pipeline) => {
        pipeline.destination = { kind: 'local', url: 'http://victoria-metrics:8428/api/v1/write' };
      }),
    );
    expect(headline).toBe('The store on this Pi cannot be reached.');
    expect(action).toMatchObject({ kind: 'link', href: '/services/victoria-metrics' });
  });
});

test('what the panel is just about to start is no finding, and is one when its work has ended', () => {
  const notYet = both(
    named('cadvisor', { state: 'absent' }),
    both(named('vmagent', { state: 'created' }), (pipeline) => {
      pipeline.vmagent.state = 'down';
    }),
  );
  const ids = (beingStarted: readonly ServiceName[]) =>
    judge(
      both(notYet, (_, context) => {
        context.beingStarted = beingStarted;
      }),
    ).findings.map(({ id }) => id);
  expect(ids(['cadvisor', 'vmagent'])).not.toContain('service-missing-cadvisor');
  expect(ids(['cadvisor', 'vmagent'])).not.toContain('vmagent-down');
  for (const others of [[], ['yace']] as const) {
    expect(ids(others)).toContain('service-missing-cadvisor');
    expect(ids(others)).toContain('vmagent-down');
  }
});
