import { by, chosen } from '../terms/promql';
import type { Panel } from '../terms/shape';
import { memoryOfLimit, NAMED, restarts } from './expressions';
import { memoryNearLimit } from './movable';

const rate = (metric: string, matchers = NAMED) => `rate(${chosen(metric, matchers)}[5m])`;
/** node-exporter is in the machine's network, so its figures are those of the machine. */
const NETWORK_OF_ITS_OWN = `${NAMED},container_label_com_docker_compose_service!="node-exporter"`;
const traffic = (metric: string) => rate(metric, NETWORK_OF_ITS_OWN);
/** A wall has room for so many. */
const most = (promql: string) => `topk(10, ${promql})`;
const legend = '{{cluster}} {{name}}';

const NO_MEMORY = 'The kernel of a new Raspberry Pi OS does not count the memory of containers.';

const MACHINE_NETWORK =
  'A container that uses the network of the machine shows all of its traffic; node-exporter is left out for that.';

export const containerPanels: readonly Panel[] = [
  {
    id: 'running',
    question: 'How many containers run?',
    findings: ['service-missing', 'service-exited', 'service-paused', 'service-unhealthy', 'image-missing'],
    kind: 'stat',
    expressions: [
      { promql: `count ${by()} (${chosen('container_last_seen', NAMED)})`, legend: '{{cluster}}' },
    ],
    unit: 'count',
  },
  {
    id: 'restarts',
    question: 'Which containers were started again within the hour?',
    findings: ['service-restart-loop'],
    kind: 'stat',
    expressions: [{ promql: most(`${restarts(chosen)} > 0`), legend }],
    unit: 'count',
    thresholds: { side: 'above', warning: 0, critical: 3 },
    emptyWhen: 'No container was started again.',
  },
  {
    id: 'limits',
    question: 'How much of its memory limit does each container use?',
    findings: ['service-out-of-memory'],
    kind: 'table',
    expressions: [{ promql: `sort_desc(${memoryOfLimit(chosen)})`, legend }],
    columns: { cluster: 'Pi', name: 'Container' },
    value: 'Used of its limit',
    unit: 'share',
    thresholds: { side: 'above', warning: 0.8, critical: memoryNearLimit },
    emptyWhen: `No container has a limit, or the kernel counts no memory. ${NO_MEMORY}`,
  },
  {
    id: 'processor',
    question: 'Which containers use the processor?',
    kind: 'timeseries',
    expressions: [
      { promql: most(`sum ${by('name')} (${rate('container_cpu_usage_seconds_total')})`), legend },
    ],
    unit: 'cores',
    note: '1 is one processor core, all the time.',
  },
  {
    id: 'memory',
    question: 'Which containers use the memory?',
    findings: ['memory-cgroup-off'],
    kind: 'timeseries',
    expressions: [
      {
        promql: most(`sum ${by('name')} (${chosen('container_memory_working_set_bytes', NAMED)})`),
        legend,
      },
    ],
    unit: 'bytes',
    note: `Zero everywhere: ${NO_MEMORY}`,
  },
  {
    id: 'received',
    question: 'Which containers receive the most?',
    kind: 'timeseries',
    expressions: [
      { promql: most(`sum ${by('name')} (${traffic('container_network_receive_bytes_total')})`), legend },
    ],
    unit: 'bytes-per-second',
    note: MACHINE_NETWORK,
  },
  {
    id: 'sent',
    question: 'Which containers send the most?',
    kind: 'timeseries',
    expressions: [
      { promql: most(`sum ${by('name')} (${traffic('container_network_transmit_bytes_total')})`), legend },
    ],
    unit: 'bytes-per-second',
    note: MACHINE_NETWORK,
  },
  {
    id: 'throttled',
    question: 'Which containers are held back by their processor limit?',
    kind: 'timeseries',
    expressions: [
      { promql: most(`sum ${by('name')} (${rate('container_cpu_cfs_throttled_seconds_total')})`), legend },
    ],
    unit: 'cores',
    emptyWhen: 'No container has a processor limit; those of Weir have none.',
  },
];
