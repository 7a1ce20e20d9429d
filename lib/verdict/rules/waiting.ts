import { CAUSES, causeOf } from '../causes/waiting-causes';
import { isLocal, KINDS, type Words } from '../causes/waiting-kinds';
import type { Failure, Pipeline, Rule, VerdictContext } from '../terms/types';
import { destinationHref, destinationWords, roughDuration, sentence, settingsHref } from '../terms/words';
import { bufferSentence } from './kept';

/** Only what the destination asks for by Retry-After stays for longer than vmagent's own first pauses. */
function pauseSentence({ kind, retrySeconds }: Failure): string {
  if (kind !== 'rate-limited' || retrySeconds === null || retrySeconds < 1) return '';
  return ` The next try comes ${roughDuration(retrySeconds)} after the last one.`;
}

/** The destination takes nothing; in a buffer that is full for it the oldest samples are lost meanwhile. */
function isHeldUp({ delivery: { state } }: Pipeline, { loss }: VerdictContext): boolean {
  return state === 'waiting' || (state === 'losing' && loss?.reason === 'buffer-full');
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
      const { failure } = pipeline.delivery;
      if (!isHeldUp(pipeline, context) || !failure || !isIt(pipeline, failure)) return [];
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
