import type { Failure, Pipeline, Rule, VerdictContext } from '../types';
import {
  destinationHref,
  destinationWords,
  roughBytes,
  roughDuration,
  sentence,
  settingsHref,
} from '../words';
import { isDiskFull } from './crash';
import { CAUSES, causeOf } from './waiting-causes';
import { isLocal, KINDS, type Words } from './waiting-kinds';

/** Data that was lost a moment ago has a finding of its own, which this must not deny. */
function keptWords(context: VerdictContext): string {
  if (isDiskFull(context)) return 'What is on the disk already is kept';
  const wasLost = context.loss !== null || (context.restarts.vmagent ?? 0) > 0;
  return wasLost ? 'What comes in now is kept' : 'Nothing is lost yet';
}

/** "Nothing is lost yet: 18 MB waiting, room for about 31 hours." */
function bufferSentence(pipeline: Pipeline, context: VerdictContext): string {
  const { bytes, secondsToFull } = pipeline.buffer;
  const what = keptWords(context);
  const room = secondsToFull === null ? '' : `, room for about ${roughDuration(secondsToFull)}`;
  // The block that is being tried is not counted, so a buffer that looks empty still holds back data.
  const waiting = bytes === null || bytes < 1000 ? 'vmagent keeps the data' : `${roughBytes(bytes)} waiting`;
  return `${what}: ${waiting}${room}.`;
}

/** Only what the destination asks for by Retry-After stays for longer than vmagent's own first pauses. */
function pauseSentence({ kind, retrySeconds }: Failure): string {
  if (kind !== 'rate-limited' || retrySeconds === null || retrySeconds < 1) return '';
  return ` The next try comes ${roughDuration(retrySeconds)} after the last one.`;
}

function waitingRule(
  id: string,
  words: Words,
  isIt: (pipeline: Pipeline, failure: Failure) => boolean,
): Rule {
  return {
    id: `waiting-${id}`,
    severity: 'waiting',
    when: words.when,
    applies: (pipeline: Pipeline, context: VerdictContext) => {
      const { failure, state } = pipeline.delivery;
      if (state !== 'waiting' || !failure || !isIt(pipeline, failure)) return [];
      return [
        {
          title: words.title(sentence(destinationWords(pipeline.destination)), failure),
          consequence: bufferSentence(pipeline, context) + pauseSentence(failure),
          fix: words.fix(pipeline),
          href:
            words.form && !isLocal(pipeline)
              ? settingsHref(words.form)
              : destinationHref(pipeline.destination),
          evidence: failure.message,
          sinceMs: context.failingSinceMs,
          headline: {
            state: 'degraded',
            actionLabel: isLocal(pipeline) ? 'See victoria-metrics' : words.actionLabel,
          },
        },
      ];
    },
  };
}

/** One rule for each cause and each kind of failure that leaves the data waiting in the buffer. */
export const waitingRules: Rule[] = [
  ...Object.entries(CAUSES).map(([id, words]) =>
    waitingRule(id, words, (pipeline, failure) => causeOf(pipeline, failure) === id),
  ),
  ...Object.entries(KINDS).map(([id, words]) =>
    waitingRule(id, words, (pipeline, failure) => failure.kind === id && causeOf(pipeline, failure) === null),
  ),
];
