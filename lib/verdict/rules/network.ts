import type { Pipeline, Rule, VerdictContext } from '../types';

/** Failures of a connection that a network which is away would make, too. */
const CAUSES = ['dns', 'no-route', 'refused', 'timeout'];

/** In Weir's own words: lib/server/notify/causes.ts, and the words of a blind source. */
const UNREACHED =
  /no host named|did not answer in time|refuses connections|no way from this Pi|cannot be reached/;

/** Whether these words of Weir's say that a connection did not come about. */
export const isUnreached = (message: string | null) => UNREACHED.test(message ?? '');

function isDestinationUnreached({ delivery: { state, failure }, destination }: Pipeline): boolean {
  if (destination.kind === 'local' || failure?.kind !== 'network') return false;
  return state !== 'delivering' && (failure.cause === null || CAUSES.includes(failure.cause));
}

/** How many that have nothing to do with each other cannot be reached. */
function unreachedParties(pipeline: Pipeline, { telling }: VerdictContext): number {
  const clouds = pipeline.sources.filter(({ state, message }) => state === 'blind' && isUnreached(message));
  const channels = (telling?.channels ?? []).filter(({ message }) => isUnreached(message));
  return [
    isDestinationUnreached(pipeline),
    isUnreached(telling?.deadMan?.message ?? null),
    ...clouds.map(() => true),
    ...channels.map(() => true),
  ].filter(Boolean).length;
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
          'What is sent waits, and what is asked of clouds is missing meanwhile. It goes on by itself when the connection is back.',
        fix: 'Check the network cable or Wi-Fi, the router and its name service (DNS), and the internet connection. A firewall may close the way, too.',
      },
    ];
  },
};

export const networkRules = [networkAway];
