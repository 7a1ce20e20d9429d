import type { TargetSample } from '@/lib/schemas/snapshot';
import { AT_MS, sourceSample, targetSample } from '../fakes/fake-pipeline.ts';
import { both, type Change, failing, named, vmagentGone } from '../panel/judge.ts';
import { BACKUP_CASES } from './backup-cases.ts';
import { BUDGET_CASES } from './budget-cases.ts';
import { DELIVERY_CASES } from './delivery-cases.ts';
import { HOST_CASES } from './host-cases.ts';
import { PRICE_CASES } from './price-cases.ts';
import { SOURCE_CASES } from './source-cases.ts';
import { TELLING_CASES } from './telling-cases.ts';
import type { Case } from './verdict-case.ts';

const DISK_FULL =
  'cannot write 65536 bytes to "/vmagentdata/x": write /vmagentdata/x: no space left on device';
const crashed =
  (words: string): Change =>
  (_, context) => {
    context.crash = words;
  };

const target =
  (over: Partial<TargetSample>): Change =>
  (pipeline) => {
    pipeline.targets = pipeline.targets.map((one) =>
      one.job === 'node-exporter' ? targetSample(over) : one,
    );
  };

/** One case or more for each rule of the verdict. */
export const CASES: Case[] = [
  ...DELIVERY_CASES,
  ...TELLING_CASES,
  ...BACKUP_CASES,
  {
    rule: 'stack-absent',
    when: 'nothing was ever launched',
    change: both(vmagentGone, (pipeline) => {
      pipeline.stack = 'absent';
      pipeline.services = pipeline.services.map((one) => ({ ...one, state: 'absent' }));
    }),
    severity: 'info',
    state: 'unknown',
    headline: 'not set up yet',
  },
  {
    rule: 'pipeline-gone',
    when: 'somebody ran docker compose down',
    change: both(vmagentGone, (pipeline) => {
      pipeline.stack = 'gone';
      pipeline.vmagent.state = 'absent';
      pipeline.services = pipeline.services.map((one) => ({ ...one, state: 'absent' }));
    }),
    severity: 'losing',
    state: 'down',
    headline: 'The pipeline is set up, but its containers are gone',
  },
  {
    rule: 'vmagent-absent',
    when: 'its container was removed',
    change: both(vmagentGone, (pipeline) => {
      pipeline.vmagent.state = 'absent';
    }),
    severity: 'losing',
    state: 'down',
    headline: 'vmagent, which collects and delivers your data, has no container',
  },
  {
    rule: 'vmagent-down',
    when: 'it was stopped',
    change: both(vmagentGone, named('vmagent', { state: 'exited', exitCode: 1 })),
    severity: 'losing',
    state: 'down',
    headline: 'vmagent is stopped',
  },
  {
    rule: 'vmagent-down',
    when: 'it hangs',
    change: vmagentGone,
    severity: 'losing',
    state: 'down',
    headline: 'runs but does not answer',
  },
  {
    rule: 'disk-full',
    when: 'vmagent cannot write to its buffer',
    change: both(vmagentGone, named('vmagent', { state: 'restarting' }), crashed(DISK_FULL)),
    severity: 'losing',
    state: 'down',
    headline: 'The disk is full, and vmagent cannot run',
  },
  {
    rule: 'disk-full',
    when: 'there is space again',
    change: crashed(DISK_FULL),
    severity: 'losing',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'vmagent-restarted',
    when: 'the engine has started it again after a crash',
    change: both(crashed('BUG: something'), (_, context) => {
      context.restarts = { vmagent: 1 };
    }),
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'vmagent-paused',
    when: 'somebody paused its container',
    change: both(vmagentGone, named('vmagent', { state: 'paused' })),
    severity: 'losing',
    state: 'down',
    headline: 'vmagent is paused',
  },
  {
    rule: 'no-targets',
    when: 'its configuration was emptied',
    change: (pipeline, context) => {
      pipeline.targets = [];
      context.hasNoTargets = true;
    },
    severity: 'losing',
    state: 'down',
    headline: 'it has no target',
  },
  {
    rule: 'vmagent-starting',
    when: 'it has only just been started',
    change: both(vmagentGone, (pipeline) => {
      pipeline.vmagent.state = 'starting';
    }),
    severity: 'info',
    state: 'unknown',
    headline: 'vmagent is starting',
  },
  {
    rule: 'engine-denied',
    when: 'the socket is closed to the panel',
    change: both(vmagentGone, (pipeline) => {
      pipeline.engine.state = 'denied';
    }),
    severity: 'warning',
    state: 'unknown',
    headline: 'may not use the Docker engine',
  },
  {
    rule: 'engine-unreachable',
    when: 'the engine and so vmagent are gone',
    change: both(vmagentGone, (pipeline) => {
      pipeline.engine.state = 'unreachable';
    }),
    severity: 'warning',
    state: 'unknown',
    headline: 'engine does not answer',
  },
  {
    rule: 'engine-unreachable',
    when: 'the engine is gone but data still arrives',
    change: (pipeline) => {
      pipeline.engine.state = 'unreachable';
    },
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'stack-file-broken',
    when: 'a quote in .env is not closed',
    change: (_, context) => {
      context.fileProblem = {
        message: 'Line 12 of .env has a quote that is not closed.',
        hint: 'Correct it.',
      };
    },
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'service-not-understood',
    when: 'a key that Weir does not know stands below a service of its own',
    change: (_, context) => {
      context.notUnderstood = [
        {
          service: 'yace',
          reason: 'docker-compose.yml: services.yace.deploy is not supported by the panel.',
        },
      ];
    },
    id: 'service-not-understood-yace',
    severity: 'info',
    state: 'ok',
    headline: 'Your data is arriving',
  },
  {
    rule: 'config-reload-failed',
    when: 'the last reload failed',
    change: (pipeline, context) => {
      pipeline.vmagent.configOk = false;
      context.configError = 'line 3: field bogus not found';
    },
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'config-reload-failed',
    when: 'the last reload of the aggregations failed',
    change: (pipeline, context) => {
      pipeline.vmagent.aggregationOk = false;
      context.configError = 'cannot initialize aggregator #0: missing `interval` option';
    },
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'service-restart-loop',
    when: 'the engine restarts it again and again',
    change: named('yace', { state: 'restarting', restarts: 7, exitCode: 1 }),
    id: 'service-restart-loop-yace',
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'service-restart-loop',
    when: 'the engine has restarted it for the third time in ten minutes',
    change: (_, context) => {
      context.restarts = { cadvisor: 3 };
    },
    id: 'service-restart-loop-cadvisor',
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'service-exited',
    when: 'it was killed',
    change: named('node-exporter', { state: 'exited', exitCode: 137 }),
    id: 'service-exited-node-exporter',
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'service-paused',
    when: 'somebody paused its container',
    change: named('node-exporter', { state: 'paused' }),
    id: 'service-paused-node-exporter',
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'service-missing',
    when: 'its container was removed',
    change: named('cadvisor', { state: 'absent' }),
    id: 'service-missing-cadvisor',
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'service-unhealthy',
    when: 'its health check fails',
    change: named('yace', { health: 'unhealthy' }),
    id: 'service-unhealthy-yace',
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  ...SOURCE_CASES,
  ...(
    [
      ['refused', 'Get "http://a:1": dial tcp4 1.2.3.4:1: connect: connection refused'],
      ['timeout', 'context deadline exceeded'],
      ['dns', 'dial tcp4: lookup cadvisor on 127.0.0.11:53: no such host'],
      [
        'status',
        'unexpected status code returned when scraping "http://a": 503; expecting 200; response body: ""',
      ],
      ['unreadable', 'cannot read gzipped response body from http://a: EOF'],
      ['too-large', 'the response from "http://a" exceeds -promscrape.maxScrapeSize or max_scrape_size'],
      ['over-limit', 'the response from "http://a" exceeds sample_limit=10; either reduce'],
      ['no-route', 'dial tcp4 1.2.3.4:1: connect: no route to host'],
      ['tls', 'x509: certificate signed by unknown authority'],
      ['closed', 'read tcp: connection reset by peer'],
      ['down', 'something else'],
    ] as const
  ).map(([cause, lastError]) => ({
    rule: `target-${cause}`,
    when: `a scrape ends with: ${lastError}`,
    change: target({ state: 'down', lastError, samples: null }),
    id: `target-${cause}-node-exporter`,
    severity: 'warning',
    state: 'degraded' as const,
    headline: 'Your data is arriving',
  })),
  {
    rule: 'target-empty',
    when: 'a web page answers where an exporter should',
    change: target({ samples: 0 }),
    id: 'target-empty-node-exporter',
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'target-slow',
    when: 'a scrape takes nine of its ten seconds',
    change: target({ durationSeconds: 9, timeoutSeconds: 10 }),
    id: 'target-slow-node-exporter',
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'source-silent',
    when: 'an exporter has next to nothing to tell any more',
    change: (_, context) => {
      context.silences = [{ source: 'pi', samples: 3, most: 600 }];
    },
    id: 'source-silent-pi',
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'service-out-of-memory',
    when: 'it was ended by the kernel and runs again',
    change: (_, context) => {
      context.outOfMemory = ['cadvisor'];
    },
    id: 'service-out-of-memory-cadvisor',
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'service-out-of-memory',
    when: 'it is stopped for want of memory',
    change: named('yace', { state: 'exited', exitCode: 137, oomKilled: true, memoryLimitBytes: 268_435_456 }),
    id: 'service-out-of-memory-yace',
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'image-missing',
    when: 'a service has neither container nor image',
    change: both(
      named('cadvisor', { state: 'absent', image: 'weir-local/cadvisor:0.60.5' }),
      (_, context) => {
        context.missingImages = [{ service: 'cadvisor', reason: 'No registry answers.' }];
      },
    ),
    id: 'image-missing-cadvisor',
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'network-away',
    when: 'neither the destination nor AWS can be reached',
    change: both(failing('network', null, 'dns'), (pipeline) => {
      const message = 'AWS cannot be reached: check the internet connection and the region.';
      pipeline.sources[0] = sourceSample('aws', { state: 'blind', message, cause: 'unreached' });
    }),
    severity: 'warning',
    state: 'degraded',
    headline: 'This Pi reaches nothing outside',
  },
  {
    rule: 'store-starting',
    when: 'it was started a moment ago, and vmagent waits before its next try',
    change: both(
      failing('network', null, 'dns'),
      (pipeline) => {
        pipeline.destination = { kind: 'local', url: 'http://victoria-metrics:8428/api/v1/write' };
      },
      named('victoria-metrics', { startedAtMs: AT_MS - 20_000 }),
    ),
    severity: 'waiting',
    state: 'degraded',
    headline: 'The store on this Pi has just started',
  },
  ...HOST_CASES,
  ...BUDGET_CASES,
  ...PRICE_CASES,
];
