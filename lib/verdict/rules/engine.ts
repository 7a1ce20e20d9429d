import type { Pipeline, Rule, RuleResult } from '../terms/types';

/** Without the engine nothing is known of the containers, but vmagent may still answer and deliver. */
function headline(pipeline: Pipeline): RuleResult['headline'] {
  if (pipeline.delivery.state !== 'unknown') return undefined;
  return { state: 'unknown', actionLabel: 'See what to run' };
}

function consequence(pipeline: Pipeline): string {
  if (pipeline.delivery.state === 'delivering')
    return 'Your data still arrives, but Weir cannot see or restart the containers.';
  // An engine that ends takes its containers along.
  return pipeline.vmagent.state === 'down'
    ? 'vmagent does not answer either: take this time as a gap in your data. What was buffered is kept.'
    : 'Weir cannot see the containers, so it cannot say whether data is collected.';
}

const engineDenied: Rule = {
  id: 'engine-denied',
  severity: 'warning',
  when: 'The panel may not open the Docker socket.',
  applies: (pipeline) =>
    pipeline.engine.state !== 'denied'
      ? []
      : [
          {
            title: 'Weir may not use the Docker engine.',
            consequence: consequence(pipeline),
            fix: 'Run compose/up on the Pi again: it gives the panel the group that owns the Docker socket.',
            href: '/services',
            evidence: pipeline.engine.message,
            headline: headline(pipeline),
          },
        ],
};

const engineUnreachable: Rule = {
  id: 'engine-unreachable',
  severity: 'warning',
  when: 'Nothing answers at the Docker socket.',
  applies: (pipeline) =>
    pipeline.engine.state !== 'unreachable'
      ? []
      : [
          {
            title: 'The Docker engine does not answer.',
            consequence: consequence(pipeline),
            fix: 'On the Pi, look at `sudo systemctl status docker` and start it with `sudo systemctl start docker`.',
            href: '/services',
            evidence: pipeline.engine.message,
            headline: headline(pipeline),
          },
        ],
};

export const engineRules = [engineDenied, engineUnreachable];
