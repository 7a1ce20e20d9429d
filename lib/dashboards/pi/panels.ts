import { by, chosen } from '../terms/promql';
import type { Panel } from '../terms/shape';
import { diskFree, memoryFree, temperature, underVoltage } from './expressions';
import { diskLow, hot, memoryLow } from './movable';

const rate = (metric: string, matchers?: string) => `rate(${chosen(metric, matchers)}[5m])`;

const NO_SENSOR = 'A virtual machine has no sensor.';

export const piPanels: readonly Panel[] = [
  {
    id: 'temperature',
    question: 'How hot is it?',
    findings: ['pi-hot', 'pi-throttled'],
    kind: 'stat',
    expressions: [{ promql: temperature(chosen), legend: '{{cluster}}' }],
    unit: 'celsius',
    thresholds: { side: 'above', warning: 70, critical: hot },
    note: 'At 80 °C a Pi lowers its clock.',
    emptyWhen: NO_SENSOR,
  },
  {
    id: 'memory-free',
    question: 'How much memory is available?',
    findings: ['pi-memory-low'],
    kind: 'stat',
    expressions: [{ promql: memoryFree(chosen), legend: '{{cluster}}' }],
    unit: 'share',
    thresholds: { side: 'below', warning: 0.2, critical: memoryLow },
  },
  {
    id: 'disk-free',
    question: 'How much of each disk is free?',
    findings: ['pi-disk-low', 'pi-disk-read-only'],
    kind: 'stat',
    expressions: [{ promql: diskFree(chosen), legend: '{{cluster}} {{mountpoint}}' }],
    unit: 'share',
    thresholds: { side: 'below', warning: 0.2, critical: diskLow },
  },
  {
    id: 'uptime',
    question: 'How long has it been running?',
    findings: ['pi-power-cuts'],
    kind: 'stat',
    expressions: [
      { promql: `time() - max ${by()} (${chosen('node_boot_time_seconds')})`, legend: '{{cluster}}' },
    ],
    unit: 'seconds',
  },
  {
    id: 'voltage',
    question: 'Does it get enough voltage?',
    findings: ['pi-under-voltage'],
    kind: 'state',
    expressions: [{ promql: `${underVoltage(chosen)} > bool 0`, legend: '{{cluster}}' }],
    unit: 'count',
    states: [
      { value: 0, words: 'enough', level: 'good' },
      { value: 1, words: 'too little', level: 'critical' },
    ],
    emptyWhen: 'Only a Raspberry Pi watches its voltage.',
  },
  {
    id: 'processor',
    question: 'How busy is the processor?',
    kind: 'timeseries',
    expressions: [
      {
        promql: `1 - avg ${by()} (${rate('node_cpu_seconds_total', 'mode="idle"')})`,
        legend: '{{cluster}}',
      },
    ],
    unit: 'share',
    thresholds: { side: 'above', warning: 0.8, critical: 0.95 },
  },
  {
    id: 'load',
    question: 'How many programs want a processor, for each that there is?',
    kind: 'timeseries',
    expressions: [
      {
        promql: `max ${by()} (${chosen('node_load5')}) / count ${by()} (${chosen('node_cpu_seconds_total', 'mode="idle"')})`,
        legend: '{{cluster}}',
      },
    ],
    unit: 'cores',
    thresholds: { side: 'above', warning: 1, critical: 2 },
    note: 'More than 1 for long: programs wait for each other, or for the disk.',
  },
  {
    id: 'memory',
    question: 'What uses the memory?',
    kind: 'timeseries',
    expressions: [
      {
        promql: `max ${by()} (${chosen('node_memory_MemTotal_bytes')} - ${chosen('node_memory_MemAvailable_bytes')})`,
        legend: '{{cluster}} programs',
      },
      {
        promql: `max ${by()} (${chosen('node_memory_Cached_bytes')})`,
        legend: '{{cluster}} files that were read',
      },
      {
        promql: `max ${by()} (${chosen('node_memory_SwapTotal_bytes')} - ${chosen('node_memory_SwapFree_bytes')})`,
        legend: '{{cluster}} swap',
      },
    ],
    unit: 'bytes',
  },
  {
    id: 'heat',
    question: 'How has the temperature moved?',
    kind: 'timeseries',
    expressions: [{ promql: temperature(chosen), legend: '{{cluster}}' }],
    unit: 'celsius',
    thresholds: { side: 'above', warning: 70, critical: hot },
    emptyWhen: NO_SENSOR,
  },
  {
    id: 'written',
    question: 'How much is written to the disks?',
    findings: ['pi-sd-writes', 'pi-card-worn'],
    kind: 'timeseries',
    expressions: [
      {
        promql: `sum ${by('device')} (${rate('node_disk_written_bytes_total', 'device!~"loop.*|ram.*|zram.*"')})`,
        legend: '{{cluster}} {{device}}',
      },
    ],
    unit: 'bytes-per-second',
    note: 'What an SD card wears out by.',
  },
  {
    id: 'network',
    question: 'What goes over the network?',
    kind: 'timeseries',
    expressions: [
      {
        promql: `sum ${by('device')} (${rate('node_network_receive_bytes_total')})`,
        legend: '{{cluster}} {{device}} in',
      },
      {
        promql: `sum ${by('device')} (${rate('node_network_transmit_bytes_total')})`,
        legend: '{{cluster}} {{device}} out',
      },
    ],
    unit: 'bytes-per-second',
  },
  {
    id: 'pressure',
    question: 'How long do programs wait for processor, memory or disk?',
    kind: 'timeseries',
    expressions: [
      {
        promql: `max ${by()} (${rate('node_pressure_cpu_waiting_seconds_total')})`,
        legend: '{{cluster}} processor',
      },
      {
        promql: `max ${by()} (${rate('node_pressure_memory_waiting_seconds_total')})`,
        legend: '{{cluster}} memory',
      },
      {
        promql: `max ${by()} (${rate('node_pressure_io_waiting_seconds_total')})`,
        legend: '{{cluster}} disk',
      },
    ],
    unit: 'share',
    emptyWhen: 'The kernel of Raspberry Pi OS counts this only with psi=1 in its command line.',
  },
];
