import type { Pipeline, Rule, VerdictContext } from '../terms/types';

/** Failures of a connection that a network which is away would make, too. */
const CAUSES = ['dns', 'no-route', 'refused', 'timeout'];

function isDestinationUnreached({ delivery: { state, failure }, destination }: Pipeline): boolean {
  if (destination.kind === 'local' || failure?.kind !== 'network') return false;
  return state !== 'delivering' && (failure.cause === null || CAUSES.includes(failure.cause));
}

/** How many that have nothing to do with each other cannot be reached. */
function unreachedParties(pipeline: Pipeline, { telling }: VerdictContext): number {
  const clouds = pipeline.sources.filter(({ state }) => state === 'blind');
  const others = [...clouds, ...(telling?.channels ?? []), telling?.deadMan];
  const isUnreached = others.filter((one) => one?.cause === 'unreached');
  return isUnreached.length + (isDestinationUnreached(pipeline) ? 1 : 0);
}

const networkAway: Rule = {
  id: 'network-away',
  severity: 'warning',
  when: 'Two or more that have nothing to do with each other cannot be reached: the destination, a cloud, a way to tell people. And nothing is delivered to a destination elsewhere.',
  applies: (pipeline, context) => {
    const isReached = pipeline.delivery.state === 'delivering' && pipeline.destination.kind !== 'local';
    if (isReached || unreachedParties(pipeline, context) < 2) return [];
    return [
      {
        title: 'This Pi reaches nothing outside: its network or internet connection is away.',
        consequence:
          'What is sent waits, and what is asked of clouds is missing meanwhile. It continues by itself when the connection is back.',
        fix: 'Check the network cable or Wi-Fi, the router and its name service (DNS), and the internet connection. A firewall may close the way, too.',
      },
    ];
  },
};

export const networkRules = [networkAway];
