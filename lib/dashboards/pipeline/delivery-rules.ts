import { by, every } from '../terms/promql';
import type { AlertRule } from '../terms/shape';
import { bufferShare, seriesShare } from './expressions';

const PI = '{{ $labels.cluster }}';

/** From vmagent to the destination. */
export const deliveryRules: readonly AlertRule[] = [
  {
    name: 'WeirDataLost',
    severity: 'critical',
    watched: `max ${by()} (${every('weir_verdict_state', 'state="losing"')})`,
    is: '==',
    limit: 1,
    forMinutes: 5,
    summary: `Weir on ${PI} says that data is being lost.`,
    description: 'The overview of Weir on the Pi says what loses it, and what to do.',
  },
  {
    name: 'WeirRemoteWriteFailing',
    severity: 'warning',
    watched: `sum ${by()} (rate(${every('vmagent_remotewrite_retries_count_total')}[5m]))`,
    is: '>',
    limit: 0,
    forMinutes: 15,
    summary: `Remote write of ${PI} has been failing, in part, for a quarter of an hour.`,
    description:
      'The destination, or the way to it, refuses some requests. vmagent tries again, so nothing is lost while the buffer has room.',
    finding: 'waiting',
  },
  {
    name: 'WeirRemoteWriteDropping',
    severity: 'critical',
    watched: `sum ${by()} (increase(${every('vmagent_remotewrite_packets_dropped_total')}[15m]))`,
    is: '>',
    limit: 0,
    forMinutes: 0,
    summary: `The destination refuses blocks of ${PI} for good.`,
    description:
      'It answers 400, 409 or 415, and vmagent drops what is answered so: these samples are lost. The log of vmagent has the reason.',
    finding: 'losing-rejected',
  },
  {
    name: 'WeirRemoteWriteSaturated',
    severity: 'warning',
    watched: `max ${by()} (rate(${every('vmagent_remotewrite_send_duration_seconds_total')}[5m]) / ${every('vmagent_remotewrite_queues')})`,
    is: '>',
    limit: 0.9,
    forMinutes: 15,
    summary: `Remote write of ${PI} cannot keep up.`,
    description:
      'vmagent sends nearly all the time, because the destination answers slowly or the line is slow. When it falls behind, the buffer fills. Longer intervals and fewer series help.',
    finding: 'delivery-slow',
  },
  {
    name: 'WeirBufferHalfFull',
    severity: 'warning',
    watched: bufferShare(every),
    is: '>',
    limit: 0.5,
    forMinutes: 10,
    summary: `The buffer of ${PI} is more than half full.`,
    description: 'When it is full, vmagent drops the oldest samples. Weir on the Pi says why they wait.',
    finding: 'buffer-filling',
  },
  {
    name: 'WeirBufferFullSoon',
    severity: 'critical',
    watched: `min ${by()} (${every('weir_buffer_seconds_to_full')})`,
    is: '<',
    limit: 4 * 3600,
    forMinutes: 10,
    summary: `The buffer of ${PI} is full in less than four hours.`,
    description: 'From then on vmagent drops the oldest samples. Weir on the Pi says why they wait.',
    finding: 'buffer-nearly-full',
    emptyWhen: 'The buffer does not fill.',
  },
  {
    name: 'WeirBufferDropping',
    severity: 'critical',
    watched: `sum ${by()} (increase(${every('vm_persistentqueue_bytes_dropped_total')}[15m]))`,
    is: '>',
    limit: 0,
    forMinutes: 0,
    summary: `The buffer of ${PI} is full: the oldest samples are dropped.`,
    description: 'They are lost. It goes on until the destination takes more than is collected.',
    finding: 'losing-buffer-full',
  },
  {
    name: 'WeirSeriesLimitNear',
    severity: 'warning',
    watched: seriesShare(every),
    is: '>',
    limit: 0.9,
    forMinutes: 15,
    summary: `${PI} sends nearly as many series as its brake allows.`,
    description:
      'New series beyond the limit are dropped before they are sent. Weir’s budget page says which job has how many.',
    finding: 'budget-series',
  },
  {
    name: 'WeirSeriesDropped',
    severity: 'critical',
    watched: `sum ${by()} (increase(${every('vmagent_hourly_series_limit_rows_dropped_total')}[15m]))`,
    is: '>',
    limit: 0,
    forMinutes: 0,
    summary: `The brake of ${PI} drops samples of new series.`,
    description: 'A source gives more series than the limit allows. Filter it, or raise the limit.',
    finding: 'losing-series-brake',
  },
];
