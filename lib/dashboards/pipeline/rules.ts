import { by, changesInAnHour, every } from '../terms/promql';
import type { AlertRule } from '../terms/shape';
import { deliveryRules } from './delivery-rules';
import { targetUp } from './expressions';

const PI = '{{ $labels.cluster }}';
const VMAGENT = 'job="vmagent"';

const silent: readonly AlertRule[] = [
  {
    name: 'WeirPiSilent',
    title: 'A Pi is silent',
    severity: 'critical',
    watched: `(max ${by()} (present_over_time(${every('up', VMAGENT)}[1d])) unless max ${by()} (present_over_time(${every('up', VMAGENT)}[10m])))`,
    is: '>',
    limit: 0,
    forMinutes: 5,
    summary: `Nothing has come from ${PI} for a quarter of an hour.`,
    description:
      'The Pi is off, has no network, or the destination takes none of its data. What vmagent buffers comes later. Open Weir on the Pi; it says which of these it is. A day after the last sample this alert ends by itself.',
    emptyWhen: 'Every Pi is heard.',
  },
  {
    name: 'WeirNoPi',
    title: 'No Pi is heard',
    severity: 'critical',
    watched: `absent_over_time(${every('up', VMAGENT)}[1d])`,
    is: '>',
    limit: 0,
    forMinutes: 15,
    summary: 'Nothing has come from any Pi for a day.',
    description:
      'No Pi is delivering to this destination. Open Weir on a Pi, and see whether the destination that it names is this one.',
    emptyWhen: 'A Pi is heard.',
  },
];

const collection: readonly AlertRule[] = [
  {
    name: 'WeirTargetDown',
    title: 'A target is down',
    severity: 'warning',
    watched: targetUp(every),
    is: '==',
    limit: 0,
    forMinutes: 10,
    summary: `{{ $labels.job }} on ${PI} does not answer.`,
    description: 'Data of this job is missing. The page of its target in Weir has the error.',
    finding: 'target-down',
  },
  {
    name: 'WeirSourceBlind',
    title: 'A source gives no data',
    severity: 'warning',
    watched: `max ${by('id')} (${every('weir_finding', 'id=~"source-(blind|incomplete|silent|key|metric)(-.*)?"')})`,
    is: '==',
    limit: 1,
    forMinutes: 10,
    summary: `A source of ${PI} gives no data, or only a part of it: {{ $labels.id }}.`,
    description:
      'Its exporter answers and has too little to give. The page of the source in Weir has the reason.',
    finding: 'source-blind',
    emptyWhen: 'Nothing is found.',
  },
  {
    name: 'WeirReloadFailed',
    title: 'vmagent refused its configuration',
    severity: 'warning',
    watched: `min ${by()} (${every('vm_promscrape_config_last_reload_successful')} or ${every('vmagent_streamaggr_config_reload_successful')})`,
    is: '==',
    limit: 0,
    forMinutes: 5,
    summary: `vmagent on ${PI} refused its configuration.`,
    description:
      'It goes on with the one before, and will not start with this one. The finding in Weir says which file it is.',
    finding: 'config-reload-failed',
  },
  {
    name: 'WeirDrift',
    title: 'Files were changed and not applied',
    severity: 'warning',
    watched: `max ${by()} (${every('weir_finding', 'id=~"config-drift(-.*)?"')})`,
    is: '==',
    limit: 1,
    forMinutes: 60,
    summary: `What runs on ${PI} is older than its files say.`,
    description:
      'A file was edited by hand and not applied. Weir shows the difference, and applies or undoes it.',
    finding: 'config-drift',
    emptyWhen: 'Nothing is found.',
  },
  {
    name: 'WeirVmagentRestarts',
    title: 'vmagent restarts again and again',
    severity: 'warning',
    watched: `max ${by()} (${changesInAnHour(every('process_start_time_seconds', VMAGENT))})`,
    is: '>',
    limit: 3,
    forMinutes: 0,
    summary: `vmagent on ${PI} restarts again and again.`,
    description: 'Each restart is a gap of some seconds. Its log and Weir say what ends it.',
    finding: 'service-restart-loop',
  },
];

export const pipelineRules: readonly AlertRule[] = [...silent, ...deliveryRules, ...collection];
