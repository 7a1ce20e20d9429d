import type { Pipeline, Rule } from '../types';
import {
  destinationHref,
  destinationWords,
  roughBytes,
  roughDuration,
  sentence,
  settingsHref,
} from '../words';

const waitingForAnotherReason: Rule = {
  id: 'waiting',
  severity: 'waiting',
  applies: (pipeline) =>
    pipeline.delivery.state !== 'waiting' ||
    (pipeline.delivery.failure && pipeline.delivery.failure.kind !== 'rejected')
      ? []
      : [
          {
            title: `${sentence(destinationWords(pipeline.destination))} does not take the data.`,
            consequence: 'Nothing is lost yet: vmagent keeps the data and tries again.',
            fix: 'Look at the log of vmagent.',
            href: '/services/vmagent',
            headline: { state: 'degraded', actionLabel: 'See its log' },
          },
        ],
};

const stalled: Rule = {
  id: 'stalled',
  severity: 'waiting',
  applies: (pipeline) =>
    pipeline.delivery.state !== 'stalled'
      ? []
      : [
          {
            title: `Nothing has reached ${destinationWords(pipeline.destination)} for a while.`,
            consequence: 'vmagent reports no error either. Nothing is known to be lost.',
            fix: pipeline.targets.some(({ state }) => state === 'up')
              ? 'Look at the log of vmagent. A request may hang; a restart sends what is buffered.'
              : 'No target answers, so there is nothing to send. Mend the targets first.',
            href: pipeline.targets.some(({ state }) => state === 'up') ? '/services/vmagent' : '/targets',
            headline: { state: 'degraded', actionLabel: 'Have a look' },
          },
        ],
};

const OLD_MS = 5 * 60_000;

/** vmagent has been running for a while: it is the panel that is new. */
function isOld({ atMs, vmagent }: Pipeline): boolean {
  return vmagent.startedAtMs !== null && atMs - vmagent.startedAtMs > OLD_MS;
}

const deliveryStarting: Rule = {
  id: 'delivery-starting',
  severity: 'info',
  applies: (pipeline) =>
    pipeline.delivery.state !== 'starting'
      ? []
      : [
          {
            title: isOld(pipeline)
              ? 'Checking whether your data arrives.'
              : 'Waiting for the first delivery.',
            consequence: 'It is too early to say whether data arrives.',
            fix: isOld(pipeline)
              ? 'Wait: Weir has only just begun to watch, and sees the next delivery within one scrape interval.'
              : 'Wait: each target is scraped for the first time within one scrape interval.',
            href: '/targets',
            headline: { state: 'unknown' },
          },
        ],
};

const slowedDown: Rule = {
  id: 'delivery-slowed',
  severity: 'warning',
  applies: (pipeline) =>
    pipeline.delivery.state !== 'delivering' ||
    !pipeline.delivery.failure ||
    pipeline.delivery.failure.kind === 'rejected'
      ? []
      : [
          {
            title: `${sentence(destinationWords(pipeline.destination))} takes the data only at the second try.`,
            consequence: 'Nothing is lost: what is refused is sent again. It arrives late.',
            fix:
              pipeline.delivery.failure.kind === 'rate-limited'
                ? 'Collect fewer series or scrape less often: a limit is reached.'
                : 'Nothing, as long as it stays like this.',
            href:
              pipeline.delivery.failure.kind === 'rate-limited'
                ? settingsHref('sources')
                : '/services/vmagent',
            evidence: pipeline.delivery.failure.message,
          },
        ],
};

/** Below this share of the cap, time is short enough to say so. */
const NEARLY_FULL = 0.8;

const bufferNearlyFull: Rule = {
  id: 'buffer-nearly-full',
  severity: 'waiting',
  applies: (pipeline) => {
    const { bytes, capBytes, secondsToFull, trend } = pipeline.buffer;
    if (bytes === null || capBytes === null || trend === 'draining' || bytes < capBytes * NEARLY_FULL)
      return [];
    const time = secondsToFull === null ? 'soon' : `in about ${roughDuration(secondsToFull)}`;
    return [
      {
        title: `The buffer is nearly full: ${roughBytes(bytes)} of ${roughBytes(capBytes)}.`,
        consequence: `When it is full, ${time}, the oldest samples are thrown away.`,
        fix: 'Mend the delivery, or give the buffer more room (REMOTE_WRITE_MAX_DISK_USAGE in compose/.env).',
        href: destinationHref(pipeline.destination),
      },
    ];
  },
};

export const deliveryRules = [
  waitingForAnotherReason,
  stalled,
  deliveryStarting,
  slowedDown,
  bufferNearlyFull,
];
