import type { Pipeline, Rule } from '../types';
import { unpause } from '../words';

const stackAbsent: Rule = {
  id: 'stack-absent',
  severity: 'info',
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

const GAP = 'Nothing is collected: this time will be a gap in your data. What was buffered is kept.';

const vmagentAbsent: Rule = {
  id: 'vmagent-absent',
  severity: 'losing',
  applies: (pipeline) =>
    pipeline.stack !== 'present' || pipeline.vmagent.state !== 'absent'
      ? []
      : [
          {
            title: 'vmagent, which collects and delivers your data, has no container.',
            consequence: GAP,
            fix: 'Start vmagent.',
            href: '/services/vmagent',
            headline: { state: 'down', actionLabel: 'Start vmagent' },
          },
        ],
};

/** A paused container is not stopped: starting it does nothing, and it has not ended by itself. */
const vmagentPaused: Rule = {
  id: 'vmagent-paused',
  severity: 'losing',
  applies: (pipeline) =>
    pipeline.vmagent.state !== 'down' || pipeline.stack === 'absent' || !isPaused(pipeline)
      ? []
      : [
          {
            title: 'vmagent is paused.',
            consequence: GAP,
            fix: `Restart it on its page, which ends the pause, or let it go on with ${unpause('vmagent')}.`,
            href: '/services/vmagent',
            headline: { state: 'down', actionLabel: 'See vmagent' },
          },
        ],
};

const isPaused = ({ engine, services }: Pipeline) =>
  engine.state === 'up' && services.some(({ name, state }) => name === 'vmagent' && state === 'paused');

const vmagentDown: Rule = {
  id: 'vmagent-down',
  severity: 'losing',
  applies: (pipeline) => {
    if (pipeline.vmagent.state !== 'down' || pipeline.stack === 'absent') return [];
    // With the engine gone as well, the engine is the thing to mend; a silent vmagent may even be well.
    if (pipeline.engine.state !== 'up' || isPaused(pipeline)) return [];
    const service = pipeline.services.find(({ name }) => name === 'vmagent');
    const isRunning = service?.state === 'running';
    return [
      {
        title: isRunning ? 'vmagent runs but does not answer.' : 'vmagent is stopped.',
        consequence: isRunning
          ? 'Weir cannot tell whether data is collected. Take it as a gap until vmagent answers.'
          : GAP,
        fix: isRunning
          ? 'Look at its log, then restart it.'
          : 'Start it; if it stops again, its log says why.',
        href: '/services/vmagent',
        evidence:
          service?.exitCode === null || service?.exitCode === undefined || isRunning
            ? null
            : `exit code ${service.exitCode}${service.oomKilled ? ', killed for want of memory' : ''}`,
        headline: { state: 'down', actionLabel: isRunning ? 'See its log' : 'Start vmagent' },
      },
    ];
  },
};

const vmagentStarting: Rule = {
  id: 'vmagent-starting',
  severity: 'info',
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

const configReloadFailed: Rule = {
  id: 'config-reload-failed',
  severity: 'warning',
  applies: (pipeline, context) =>
    pipeline.vmagent.configOk !== false
      ? []
      : [
          {
            title: 'vmagent refused its last configuration.',
            consequence:
              'It goes on with the one before, but it would not start again with the file as it is now.',
            fix: 'Correct compose/config/vmagent/prometheus.yml, then reload vmagent.',
            href: '/services/vmagent',
            evidence: context.configError,
          },
        ],
};

export const setupRules = [stackAbsent];
export const vmagentRules = [vmagentAbsent, vmagentPaused, vmagentDown, vmagentStarting, noTargets];
export const configRules = [configReloadFailed];
