import { refusesFrom } from '@/lib/budget';
import { inEnglish } from '@/lib/english';
import type { DeliveryCause } from '@/lib/schemas/delivery';
import { REJECTIONS, type Rejection } from '../causes/loss-causes';
import type { Pipeline, Rule, VerdictContext } from '../terms/types';
import { count, destinationHref, destinationWords, roughBytes, sentence, settingsHref } from '../terms/words';
import { goneWords } from './buffer-gone';

function lost(context: VerdictContext): string {
  if (!context.loss) return '';
  const { blocks, bytes } = context.loss;
  const size = bytes === null ? '' : ` (${roughBytes(bytes)})`;
  return `${count(blocks, 'block')} of samples${size}`;
}

function evidence(pipeline: Pipeline): string | null {
  return pipeline.delivery.failure?.kind === 'rejected' ? pipeline.delivery.failure.message : null;
}

const actionLabel = ({ destination }: Pipeline) =>
  destination.kind === 'local' ? 'See victoria-metrics' : 'Check the destination';

/** Why the blocks are rejected, where that is known and has words here. */
function rejectionOf({ delivery: { failure } }: Pipeline): DeliveryCause | null {
  const cause = failure?.kind === 'rejected' ? failure.cause : null;
  return cause !== null && cause in REJECTIONS ? cause : null;
}

function rejectedRule(cause: DeliveryCause | null, words: Rejection): Rule {
  return {
    id: `losing-${cause ?? 'rejected'}`,
    severity: 'losing',
    when: words.when,
    applies: (pipeline, context) => {
      if (!context.loss?.isOngoing || context.loss.reason !== 'rejected') return [];
      if (rejectionOf(pipeline) !== cause) return [];
      const isLocal = pipeline.destination.kind === 'local';
      return [
        {
          title: `Data is being lost: ${words.title(destinationWords(pipeline.destination))}.`,
          consequence: `vmagent throws away what is rejected, and cannot send it again: ${lost(context)} within the last minutes.${
            words.isPartial ? ' What was good in them may have been taken.' : ''
          }`,
          fix: words.fix(pipeline),
          href: words.form && !isLocal ? settingsHref(words.form) : destinationHref(pipeline.destination),
          evidence: evidence(pipeline),
          headline: {
            state: 'losing',
            actionLabel: words.form && !isLocal ? `See the ${words.form}` : actionLabel(pipeline),
          },
        },
      ];
    },
  };
}

const UNKNOWN: Rejection = {
  when: 'The destination answers 400, 409 or 415, with words that Weir does not know. vmagent drops such blocks.',
  title: (where) => `${where} rejects it`,
  fix: ({ destination }) =>
    destination.kind === 'grafana-cloud'
      ? '“What was seen” gives the reason. A limit on series: collect less or raise the limit. Samples too old or out of order: check the Pi’s clock and that no other sender uses the same labels.'
      : '“What was seen” gives the reason. Check that the address takes Prometheus remote write, and the Pi’s clock.',
};

const losingBufferFull: Rule = {
  id: 'losing-buffer-full',
  severity: 'losing',
  when: 'The buffer has reached its cap, and vmagent drops the oldest blocks to make room.',
  applies: (pipeline, context) =>
    !context.loss?.isOngoing || context.loss.reason !== 'buffer-full'
      ? []
      : [
          {
            title: 'Data is being lost: the buffer is full.',
            consequence: `The oldest samples make room for new ones: ${lost(context)} within the last minutes.`,
            fix: `${sentence(destinationWords(pipeline.destination))} has to take data again. Until then a larger buffer (Settings, Buffer and retention) buys time.`,
            href: destinationHref(pipeline.destination),
            evidence: pipeline.delivery.failure?.message ?? null,
            headline: { state: 'losing', actionLabel: actionLabel(pipeline) },
          },
        ],
};

const losingSeriesBrake: Rule = {
  id: 'losing-series-brake',
  severity: 'losing',
  when: 'More series than -remoteWrite.maxHourlySeries came up within an hour, and vmagent drops the samples of new ones.',
  applies: ({ destination }, { brake, budget }) => {
    if (!brake?.isOngoing) return [];
    const refuses = budget ? refusesFrom(budget.limits, destination.kind) : null;
    const limit = brake.limit === null ? 'vmagent’s limit' : `${inEnglish(brake.limit)} series`;
    return [
      {
        title: `Data is being lost: the sources have more than ${limit} within an hour.`,
        consequence: `vmagent throws away the samples of every further series: ${count(brake.rows, 'sample')} within the last minutes. The series from before still arrive.`,
        fix: `One source has grown far beyond the others: Plan and limits shows which. Collect less of it${refuses === null ? ', or set the brake higher.' : `: ${destinationWords(destination)}’s free plan refuses new series from ${inEnglish(refuses)} on.`}`,
        href: settingsHref('plan'),
        headline: { state: 'losing', actionLabel: 'See who uses how much' },
      },
    ];
  },
};

/** What went missing and why, as one sentence; null: nothing that is over. */
function pastLoss(pipeline: Pipeline, { loss, brake }: VerdictContext, amount: string): string | null {
  if (loss && !loss.isOngoing && loss.reason === 'buffer-gone') return `${goneWords(loss)}.`;
  if (loss && !loss.isOngoing) {
    const why =
      loss.reason === 'rejected'
        ? `${destinationWords(pipeline.destination)} rejected them`
        : 'the buffer was full, so the oldest samples made room for new ones';
    return `${sentence(amount)} ${loss.blocks === 1 ? 'is' : 'are'} gone: ${why}.`;
  }
  if (!brake || brake.isOngoing) return null;
  return `${count(brake.rows, 'sample')} of new series are gone: there were more series than the brake lets through.`;
}

const lostRecently: Rule = {
  id: 'lost-recently',
  severity: 'warning',
  when: 'Data was lost within the last ten minutes, and the loss has stopped.',
  applies: (pipeline, context) => {
    const consequence = pastLoss(pipeline, context, lost(context));
    if (consequence === null) return [];
    return [
      {
        title: 'Data was lost a few minutes ago. It has stopped.',
        consequence,
        fix: 'Nothing brings these samples back. If it happens again, the reason will be shown here.',
        evidence: evidence(pipeline),
      },
    ];
  },
};

export const lossRules = [
  ...Object.entries(REJECTIONS).map(([cause, words]) => rejectedRule(cause as DeliveryCause, words)),
  rejectedRule(null, UNKNOWN),
  losingBufferFull,
  losingSeriesBrake,
];
export const pastLossRules = [lostRecently];
