import type { DeliveryCause } from '@/lib/schemas/delivery';
import type { Pipeline } from '../terms/types';

/** How one reason for rejected blocks is told. */
export interface Rejection {
  /** What makes Weir find it, for docs/findings.md. */
  when: string;
  /** Goes on from "Data is being lost: ". */
  title(where: string): string;
  fix(pipeline: Pipeline): string;
  /** Mimir takes the samples of such a block that it has nothing against: pkg/distributor, “partially ingested”. */
  isPartial?: boolean;
  /** The settings that help, where it is not the destination's own, and the words of the button. */
  form?: 'sources' | 'filters';
}

type Cause = Extract<
  DeliveryCause,
  'series-limit' | 'out-of-order' | 'too-old' | 'too-new' | 'duplicate' | 'label-limit' | 'undecodable'
>;

const TWO_SENDERS =
  'Two senders write the same series: another vmagent or agent with the same labels. Give each Pi its own name (the label cluster), or stop one of them.';
const CLOCK = 'See what time the Pi has with `date`, and correct it with `sudo timedatectl set-ntp true`.';

/** Mimir's `err-mimir-…` ids and other stores' words for the same, as `lib/server/vmagent/cause.ts` reads them. */
export const REJECTIONS: Record<Cause, Rejection> = {
  'series-limit': {
    isPartial: true,
    when: 'The destination rejects blocks because the account’s limit of active series is reached (err-mimir-max-series-per-user and its like).',
    title: (where) => `${where} takes no more series, the limit of the account is reached`,
    fix: () =>
      'Collect fewer series, or raise the limit. Samples of series that were there before still arrive; new series do not.',
    form: 'sources',
  },
  'out-of-order': {
    isPartial: true,
    when: 'The destination has newer samples of the same series already (err-mimir-sample-out-of-order).',
    title: (where) => `${where} has newer samples of the same series`,
    fix: () => TWO_SENDERS,
  },
  'too-old': {
    isPartial: true,
    when: 'The samples are older than the destination takes (err-mimir-sample-timestamp-too-old).',
    title: (where) => `the samples are too old for ${where}`,
    fix: () =>
      `What has waited for more than two hours is refused once something else has written newer samples to the same account. ${CLOCK}`,
  },
  'too-new': {
    isPartial: true,
    when: 'The samples lie in the future (err-mimir-too-far-in-future).',
    title: (where) => `${where} says that the samples come from the future`,
    fix: () => `The Pi’s clock is ahead. ${CLOCK}`,
  },
  duplicate: {
    isPartial: true,
    when: 'The destination has another value for the same moment (err-mimir-sample-duplicate-timestamp).',
    title: (where) => `${where} has another value for the same moment`,
    fix: () => TWO_SENDERS,
  },
  'label-limit': {
    isPartial: true,
    when: 'Names or values of labels break a rule of the destination (err-mimir-max-label-names-per-series and its like).',
    title: (where) => `${where} does not take the labels`,
    fix: () =>
      '“What was seen” names the metric and the label. Drop it with a filter, or shorten it where it is made.',
    form: 'filters',
  },
  undecodable: {
    when: 'The destination cannot decode the blocks.',
    title: (where) => `${where} cannot read it`,
    fix: ({ destination }) =>
      `The address does not take Prometheus remote write. Check its path: ${
        destination.kind === 'grafana-cloud'
          ? 'that of Grafana Cloud ends in /api/prom/push.'
          : 'that of VictoriaMetrics ends in /api/v1/write.'
      }`,
  },
};
