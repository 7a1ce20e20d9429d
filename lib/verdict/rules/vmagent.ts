import { isBeingLaunched } from '../terms/launching';
import type { Pipeline, Rule } from '../terms/types';
import { count, GAP, mountDisk, unpause } from '../terms/words';
import { crashRules, isDiskFull, isThere } from './crash';
import { endedWithVmagent } from './services';

const START = { kind: 'service', label: 'Start vmagent', service: 'vmagent', action: 'start' } as const;
const RESTART = { ...START, label: 'Restart vmagent', action: 'restart' } as const;

const stackAbsent: Rule = {
  id: 'stack-absent',
  severity: 'info',
  when: 'No container of the stack exists.',
  applies: (pipeline) =>
    pipeline.stack !== 'absent' || pipeline.vmagent.state === 'up'
      ? []
      : [
          {
            title: 'The pipeline is not set up yet.',
            consequence: 'Nothing is collected until it is.',
            fix: 'Answer the few questions of the set-up and launch it.',
            href: '/setup',
            headline: { state: 'unknown', actionLabel: 'Set it up' },
          },
        ],
};

const pipelineGone: Rule = {
  id: 'pipeline-gone',
  severity: 'losing',
  when: 'A pipeline was set up here, and none of its containers exists.',
  applies: (pipeline) =>
    pipeline.stack !== 'gone' || pipeline.vmagent.state === 'up'
      ? []
      : [
          {
            title: 'The pipeline is set up, but its containers are gone.',
            consequence:
              'Nothing is collected: this time will be a gap in your data. The settings are kept, and so is the buffer unless Docker’s volumes were removed too.',
            fix: 'Start the pipeline: the containers are created again from the settings.',
            action: { kind: 'pipeline', label: 'Start the pipeline' },
            headline: { state: 'down' },
          },
        ],
};

const vmagentAbsent: Rule = {
  id: 'vmagent-absent',
  severity: 'losing',
  when: 'The stack has containers, one of them for a minute, but none of vmagent.',
  applies: (pipeline) =>
    pipeline.stack !== 'present' || pipeline.vmagent.state !== 'absent' || isBeingLaunched(pipeline)
      ? []
      : [
          {
            title: 'vmagent, which collects and delivers your data, has no container.',
            consequence: GAP,
            fix: 'Start vmagent.',
            href: '/services/vmagent',
            action: START,
            headline: { state: 'down' },
          },
        ],
};

/** A paused container is not stopped: starting it does nothing, and it has not ended by itself. */
const vmagentPaused: Rule = {
  id: 'vmagent-paused',
  severity: 'losing',
  when: 'Somebody paused the container of vmagent.',
  applies: (pipeline) =>
    pipeline.vmagent.state !== 'down' || !isThere(pipeline) || !isPaused(pipeline)
      ? []
      : [
          {
            title: 'vmagent is paused.',
            consequence: GAP,
            fix: `Restart it, which ends the pause, or unpause it: ${unpause('vmagent')}.`,
            href: '/services/vmagent',
            action: RESTART,
            headline: { state: 'down' },
          },
        ],
};

const isPaused = ({ engine, services }: Pipeline) =>
  engine.state === 'up' && services.some(({ name, state }) => name === 'vmagent' && state === 'paused');

const vmagentDown: Rule = {
  id: 'vmagent-down',
  severity: 'losing',
  when: 'vmagent does not answer, and the engine says that its container has ended or that it runs.',
  applies: (pipeline, context) => {
    if (pipeline.vmagent.state !== 'down' || !isThere(pipeline) || isDiskFull(context)) return [];
    // With the engine gone as well, the engine is the thing to mend; a silent vmagent may even be well.
    if (pipeline.engine.state !== 'up' || isPaused(pipeline)) return [];
    const service = pipeline.services.find(({ name }) => name === 'vmagent');
    if (service?.state === 'created' && context.beingStarted.includes('vmagent')) return [];
    const isRunning = service?.state === 'running';
    const others = isRunning ? [] : endedWithVmagent(pipeline);
    if (others.length > 0) {
      return [
        {
          title: `vmagent and ${count(others.length, 'other service')} are stopped.`,
          consequence: GAP,
          fix: 'Start each of them, or run compose/up on the Pi, which starts all.',
          href: '/services',
          evidence: context.crash,
          headline: { state: 'down', actionLabel: 'Start the services' },
        },
      ];
    }
    return [
      {
        title: isRunning ? 'vmagent runs but does not answer.' : 'vmagent is stopped.',
        consequence: isRunning
          ? 'Weir cannot tell whether data is collected. Take it as a gap until vmagent answers.'
          : GAP,
        fix: isRunning
          ? 'Look at its log; if that tells nothing, restart it.'
          : (mountDisk('vmagent', context) ?? 'Start it; if it stops again, its log says why.'),
        href: '/services/vmagent',
        evidence: isRunning ? null : (context.crash ?? exitWords(service)),
        action: isRunning ? RESTART : START,
        headline: { state: 'down' },
      },
    ];
  },
};

function exitWords(service: Pipeline['services'][number] | undefined): string | null {
  if (service?.exitCode === null || service?.exitCode === undefined) return null;
  return `exit code ${service.exitCode}${service.oomKilled ? ', killed: out of memory' : ''}`;
}

const vmagentStarting: Rule = {
  id: 'vmagent-starting',
  severity: 'info',
  when: 'The container of vmagent is less than half a minute old and does not answer yet.',
  applies: (pipeline) =>
    pipeline.vmagent.state !== 'starting'
      ? []
      : [
          {
            title: 'vmagent is starting.',
            consequence: 'It scrapes and delivers as soon as it is up.',
            fix: 'Wait a few seconds.',
            href: '/services/vmagent',
            headline: { state: 'unknown' },
          },
        ],
};

/** Target lists are read within five seconds of a start. */
const SETTLED_MS = 15_000;

const noTargets: Rule = {
  id: 'no-targets',
  severity: 'losing',
  when: 'vmagent answers and has no target 15 s after its start.',
  applies: ({ atMs, vmagent }, { hasNoTargets }) =>
    !hasNoTargets || vmagent.startedAtMs === null || atMs - vmagent.startedAtMs < SETTLED_MS
      ? []
      : [
          {
            title: 'vmagent runs, but it has no target.',
            consequence: GAP,
            fix: 'compose/config/vmagent/prometheus.yml names what is scraped. Put the jobs back, from compose/config.example if need be, and reload vmagent.',
            href: '/services/vmagent',
            headline: { state: 'down', actionLabel: 'See vmagent' },
          },
        ],
};

export const setupRules = [stackAbsent, pipelineGone];
export const vmagentRules = [
  vmagentAbsent,
  vmagentPaused,
  ...crashRules,
  vmagentDown,
  vmagentStarting,
  noTargets,
];
