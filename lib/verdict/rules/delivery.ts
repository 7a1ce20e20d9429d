import type { Pipeline, Rule } from '../terms/types';
import { destinationWords, roughDuration, sentence, settingsHref } from '../terms/words';
import { bufferSentence } from './kept';

const waitingForAnotherReason: Rule = {
  id: 'waiting',
  severity: 'waiting',
  when: 'The destination does not take the data, for a reason that is not known.',
  applies: (pipeline, context) =>
    pipeline.delivery.state !== 'waiting' ||
    (pipeline.delivery.failure && pipeline.delivery.failure.kind !== 'rejected')
      ? []
      : [
          {
            title: `${sentence(destinationWords(pipeline.destination))} does not take the data.`,
            consequence: bufferSentence(pipeline, context),
            fix: 'vmagent tries again by itself. Its log may say more.',
            href: '/services/vmagent',
            headline: { state: 'degraded', actionLabel: 'See its log' },
          },
        ],
};

const stalled: Rule = {
  id: 'stalled',
  severity: 'waiting',
  when: 'Neither a success nor an error was counted for two intervals of the fastest target and a minute, or three intervals where that is shorter (at least 90 s).',
  applies: (pipeline) =>
    pipeline.delivery.state !== 'stalled'
      ? []
      : [
          {
            title: `Nothing has reached ${destinationWords(pipeline.destination)} for a while.`,
            consequence: 'vmagent reports no error either. Nothing is known to be lost.',
            fix: pipeline.targets.some(({ state }) => state === 'up')
              ? 'Look at the log of vmagent. A request may hang; a restart sends what is buffered.'
              : 'No target answers, so there is nothing to send. Correct the targets first.',
            href: pipeline.targets.some(({ state }) => state === 'up')
              ? '/services/vmagent'
              : '/sources#targets',
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
  when: 'vmagent, or the panel, is too young to say whether data arrives.',
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
            href: '/sources#targets',
            headline: { state: 'unknown' },
          },
        ],
};

const slowedDown: Rule = {
  id: 'delivery-slowed',
  severity: 'warning',
  when: 'Within two minutes successes and failures took turns three times.',
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

/** A first try that waits for longer than this, or a mean request, is slow: blocks take well under a second. */
const UNANSWERED_SECONDS = 15;
const SLOW_SECONDS = 5;

const slow: Rule = {
  id: 'delivery-slow',
  severity: 'warning',
  when: 'The destination has owed an answer for 15 s, or takes 5 s and more for a block on average.',
  applies: (pipeline, { slowness: { requestSeconds, unansweredSeconds } }) => {
    if (pipeline.delivery.state !== 'delivering') return [];
    const where = sentence(destinationWords(pipeline.destination));
    const isHanging = unansweredSeconds !== null && unansweredSeconds >= UNANSWERED_SECONDS;
    if (!isHanging && (requestSeconds === null || requestSeconds < SLOW_SECONDS)) return [];
    return [
      {
        title: isHanging
          ? `${where} has not answered for ${roughDuration(unansweredSeconds)}.`
          : `${where} takes about ${roughDuration(requestSeconds ?? 0)} for each block of data.`,
        consequence: 'Nothing is lost: what is not taken yet waits. It arrives late.',
        fix:
          pipeline.destination.kind === 'local'
            ? 'The Pi may be busy: look at what its services use.'
            : 'The line may be slow or full, or the destination busy. If it stays, collect less or scrape less often.',
        href: pipeline.destination.kind === 'local' ? '/services' : settingsHref('intervals'),
      },
    ];
  },
};

export const deliveryRules = [waitingForAnotherReason, stalled, deliveryStarting, slowedDown, slow];
