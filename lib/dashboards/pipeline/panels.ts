import { by, chosen } from '../terms/promql';
import type { Panel } from '../terms/shape';
import { bufferShare, seriesCounted, seriesShare, targetUp } from './expressions';
import { brakeNear, bufferFilled } from './movable';

const rate = (metric: string, matchers?: string) => `rate(${chosen(metric, matchers)}[5m])`;

/** Beside each series the address of the panel of its Pi, where that is known. */
function withPanel(series: string): string {
  const panels = `max ${by('address')} (${chosen('weir_panel_info', 'address!=""')})`;
  // Of two Pis under one name one is enough: more would be an error.
  const one = `topk ${by()} (1, ${panels})`;
  return `(${series}) * on (cluster) group_left (address) ${one} or (${series}) unless on (cluster) ${panels}`;
}

export const pipelinePanels: readonly Panel[] = [
  {
    id: 'newest',
    question: 'How old is the newest data of each Pi?',
    findings: ['arrival', 'stalled', 'vmagent', 'clock-skew'],
    kind: 'stat',
    expressions: [
      {
        promql: `clamp_min(time() - max ${by()} (max_over_time(timestamp(${chosen('up', 'job="vmagent"')})[6h:1m])), 0)`,
        legend: '{{cluster}}',
      },
    ],
    unit: 'seconds',
    thresholds: { side: 'above', warning: 180, critical: 600 },
    note: 'A Pi that has sent nothing for six hours is not shown.',
  },
  {
    id: 'buffer-share',
    question: 'How full is the buffer?',
    findings: ['buffer', 'backlog-too-old', 'disk', 'losing-buffer-full', 'losing-buffer-gone'],
    kind: 'stat',
    expressions: [{ promql: bufferShare(chosen), legend: '{{cluster}}' }],
    unit: 'share',
    thresholds: { side: 'above', warning: bufferFilled, critical: 0.8 },
  },
  {
    id: 'series',
    question: 'How many series does each Pi send?',
    findings: ['budget-series', 'series-limit'],
    kind: 'stat',
    expressions: [{ promql: `max ${by()} (${seriesCounted(chosen)})`, legend: '{{cluster}}' }],
    unit: 'count',
    note: 'Counted by vmagent over an hour, so after containers were recreated it reads higher than what the destination counts.',
  },
  {
    id: 'brake',
    question: 'How much of the brake’s limit of series is used?',
    findings: ['losing-series-brake', 'brake-too-late'],
    kind: 'stat',
    expressions: [{ promql: seriesShare(chosen), legend: '{{cluster}}' }],
    unit: 'share',
    thresholds: { side: 'above', warning: 0.75, critical: brakeNear },
  },
  {
    id: 'targets',
    question: 'Does every target answer?',
    findings: ['target', 'no-targets', 'source-blind', 'source-incomplete', 'source-key', 'source-silent'],
    kind: 'state',
    expressions: [{ promql: targetUp(chosen), legend: '{{cluster}} {{job}}' }],
    unit: 'count',
    states: [
      { value: 0, words: 'down', level: 'critical' },
      { value: 1, words: 'up', level: 'good' },
    ],
  },
  {
    id: 'findings',
    question: 'What does Weir find?',
    kind: 'table',
    expressions: [
      { promql: withPanel(`max ${by('id', 'severity')} (${chosen('weir_finding')})`), legend: '{{id}}' },
    ],
    columns: { cluster: 'Pi', severity: 'Severity', id: 'Finding' },
    value: null,
    links: { address: 'Weir on the Pi' },
    unit: 'count',
    note: 'docs/findings.md says what each of them means and what to do.',
    emptyWhen: 'Nothing is found while all is well.',
  },
  {
    id: 'answers',
    question: 'What does the destination answer?',
    findings: ['waiting', 'delivery', 'network-away'],
    kind: 'timeseries',
    expressions: [
      {
        promql: `sum ${by('status_code')} (${rate('vmagent_remotewrite_requests_total')})`,
        legend: '{{cluster}} {{status_code}}',
      },
    ],
    unit: 'per-second',
    note: '2XX is taken. What is answered with 400, 409 or 415 is lost; everything else is tried again.',
  },
  {
    id: 'retries',
    question: 'How often is a block sent again, or dropped?',
    kind: 'timeseries',
    expressions: [
      {
        promql: `sum ${by()} (${rate('vmagent_remotewrite_retries_count_total')})`,
        legend: '{{cluster}} sent again',
      },
      {
        promql: `sum ${by()} (${rate('vmagent_remotewrite_packets_dropped_total')})`,
        legend: '{{cluster}} dropped',
      },
    ],
    unit: 'per-second',
  },
  {
    id: 'waiting',
    question: 'How much waits in the buffer?',
    kind: 'timeseries',
    expressions: [
      {
        promql: `sum ${by()} (${chosen('vmagent_remotewrite_pending_data_bytes')})`,
        legend: '{{cluster}}',
      },
    ],
    unit: 'bytes',
  },
  {
    id: 'samples',
    question: 'How many samples are collected?',
    findings: ['budget-points'],
    kind: 'timeseries',
    expressions: [
      {
        promql: `sum ${by()} (${rate('vmagent_remotewrite_block_size_rows_sum')})`,
        legend: '{{cluster}}',
      },
    ],
    unit: 'per-second',
  },
  {
    id: 'kept',
    question: 'How many samples does each job keep?',
    kind: 'timeseries',
    expressions: [
      {
        promql: `sum ${by('job')} (${chosen('scrape_samples_post_metric_relabeling')})`,
        legend: '{{cluster}} {{job}}',
      },
    ],
    unit: 'count',
  },
  {
    id: 'scrapes',
    question: 'How long does each scrape take?',
    kind: 'timeseries',
    expressions: [
      {
        promql: `max ${by('job')} (${chosen('scrape_duration_seconds')})`,
        legend: '{{cluster}} {{job}}',
      },
    ],
    unit: 'seconds',
  },
];
