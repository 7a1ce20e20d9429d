/** One record for each service of the stack, with what pages need at first; `records.ts` has the rest. */
import { exporter, type ServiceShape } from './sources/shape';

const core = { ...exporter, isEssential: true, answers: true } as const;

const vmagent = {
  ...core,
  service: 'vmagent',
  source: null,
  short: '',
  role: 'Collects, buffers and delivers',
  target: null,
  profile: null,
  startOrder: 6,
  reloads: 'vmagent-config',
} as const satisfies ServiceShape;

const aws = {
  ...exporter,
  service: 'yace',
  source: 'aws',
  isCloud: true,
  short: 'AWS',
  role: 'Reads AWS CloudWatch',
  target: 'yace:5000',
  profile: 'aws',
  startOrder: 4,
  answers: true,
  reloads: 'yace-config',
} as const satisfies ServiceShape;

const gcp = {
  ...exporter,
  service: 'stackdriver-exporter',
  source: 'gcp',
  isCloud: true,
  short: 'Google Cloud',
  role: 'Reads Google Cloud Monitoring',
  target: 'stackdriver-exporter:9255',
  profile: 'gcp',
  startOrder: 5,
} as const satisfies ServiceShape;

const pi = {
  ...exporter,
  service: 'node-exporter',
  source: 'pi',
  short: 'This Pi',
  role: 'Measures this Pi',
  // In the network of the host.
  target: 'host.docker.internal:%{NODE_EXPORTER_PORT}',
  profile: 'system',
  startOrder: 2,
} as const satisfies ServiceShape;

const containers = {
  ...exporter,
  service: 'cadvisor',
  source: 'containers',
  short: 'Containers',
  role: 'Measures the containers',
  target: 'cadvisor:8080',
  profile: 'containers',
  startOrder: 3,
} as const satisfies ServiceShape;

const store = {
  ...core,
  service: 'victoria-metrics',
  hasJob: false,
  source: null,
  short: 'the store on this Pi',
  role: 'Stores data on this Pi',
  target: null,
  profile: 'local',
  startOrder: 1,
} as const satisfies ServiceShape;

const panel = {
  ...exporter,
  service: 'weir',
  source: null,
  short: 'this panel',
  role: 'This panel',
  target: 'weir:8430',
  profile: null,
  startOrder: null,
} as const satisfies ServiceShape;

export const components = [vmagent, aws, gcp, pi, containers, store, panel] as const;
