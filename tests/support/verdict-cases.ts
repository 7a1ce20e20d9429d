import type { Verdict } from '@/lib/schemas/snapshot';
import { targetSample } from './fake-pipeline.ts';
import { both, type Change, delivery, failing, losing, loss, named, vmagentGone } from './judge.ts';

interface Case {
  rule: string;
  when: string;
  change: Change;
  /** Id of the finding, where it is not the rule's. */
  id?: string;
  severity: string;
  state: Verdict['state'];
  /** Part of the one sentence at the top. */
  headline: string;
}

/** One case or more for each rule of the verdict. */
export const CASES: Case[] = [
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
    rule: 'losing-rejected',
    when: 'blocks are rejected',
    change: losing({}),
    severity: 'losing',
    state: 'losing',
    headline: 'Data is being lost: Grafana Cloud rejects it',
  },
  {
    rule: 'losing-buffer-full',
    when: 'the buffer overflows',
    change: losing({ reason: 'buffer-full', bytes: 5e6 }),
    severity: 'losing',
    state: 'losing',
    headline: 'the buffer is full',
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
  ...(
    [
      ['unauthorised', 401, 'Grafana Cloud refuses the user name or the token'],
      ['forbidden', 403, 'does not let it write'],
      ['not-found', 404, 'has nothing at this address'],
      ['too-large', 413, 'too large'],
      ['rate-limited', 429, 'is limiting how much it takes'],
      ['server-error', 503, 'has a fault (503)'],
      ['other-status', 302, 'does not take the data (status 302)'],
      ['network', null, 'cannot be reached'],
    ] as const
  ).map(([kind, code, headline]) => ({
    rule: `waiting-${kind}`,
    when: `the destination answers ${code ?? 'nothing'}`,
    change: failing(kind, code),
    severity: 'waiting',
    state: 'degraded' as const,
    headline,
  })),
  {
    rule: 'waiting',
    when: 'no reason is known',
    change: delivery({ state: 'waiting' }),
    severity: 'waiting',
    state: 'degraded',
    headline: 'does not take the data',
  },
  {
    rule: 'stalled',
    when: 'neither success nor error comes',
    change: delivery({ state: 'stalled' }),
    severity: 'waiting',
    state: 'degraded',
    headline: 'Nothing has reached Grafana Cloud',
  },
  {
    rule: 'delivery-starting',
    when: 'the panel has only just begun to watch',
    change: delivery({ state: 'starting' }),
    severity: 'info',
    state: 'unknown',
    headline: 'Checking whether your data arrives',
  },
  {
    rule: 'delivery-starting',
    when: 'vmagent has only just been started',
    change: both(delivery({ state: 'starting' }), (pipeline) => {
      pipeline.vmagent.startedAtMs = pipeline.atMs - 10_000;
    }),
    severity: 'info',
    state: 'unknown',
    headline: 'Waiting for the first delivery',
  },
  {
    rule: 'delivery-slowed',
    when: 'every other block is refused',
    change: delivery({ failure: { kind: 'rate-limited', statusCode: 429, message: null } }),
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'buffer-nearly-full',
    when: 'four fifths are used',
    change: both(failing('network'), (pipeline) => {
      Object.assign(pipeline.buffer, { bytes: 2 ** 30 * 0.85, trend: 'filling', secondsToFull: 7200 });
    }),
    severity: 'waiting',
    state: 'degraded',
    headline: 'cannot be reached',
  },
  {
    rule: 'lost-recently',
    when: 'blocks were rejected a while ago',
    change: (_, context) => {
      context.loss = loss({ isOngoing: false });
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
  {
    rule: 'source-blind',
    when: 'AWS refuses the key',
    change: (pipeline) => {
      pipeline.sources = [
        {
          id: 'aws',
          enabled: true,
          state: 'blind',
          message: 'AWS refuses the key.',
          samples: 20,
          samplesPerSecond: 0,
        },
      ];
    },
    id: 'source-blind-aws',
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'target-down',
    when: 'a target cannot be scraped',
    change: (pipeline) => {
      pipeline.targets = [targetSample({ state: 'down', lastError: 'connection refused', samples: null })];
    },
    id: 'target-down-node-exporter',
    severity: 'warning',
    state: 'degraded',
    headline: 'Your data is arriving',
  },
  {
    rule: 'memory-cgroup-off',
    when: 'the kernel does not count memory',
    change: (pipeline) => {
      pipeline.engine.hasMemoryCgroup = false;
    },
    severity: 'info',
    state: 'ok',
    headline: 'Your data is arriving',
  },
];
