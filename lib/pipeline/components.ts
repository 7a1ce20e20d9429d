/**
 * What the stack is made of, one record for each service: with `records.ts`, which no page needs at first, the one
 * place that says what is true of which. Pure, without a validator, for the server and for what a page loads first.
 */
import { exporter, type ServiceShape } from './sources/shape';

const core = { ...exporter, isEssential: true, answers: true } as const;

const vmagent = {
  ...core,
  service: 'vmagent',
  source: null,
  short: '',
  role: 'Collects, buffers and delivers',
  target: null,
  port: { inside: 8429, variable: 'VMAGENT_PORT' },
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
  port: { inside: 5000, variable: 'YACE_PORT' },
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
  port: { inside: 9255, variable: 'STACKDRIVER_PORT' },
  profile: 'gcp',
  startOrder: 5,
  bill: {
    by: 'Google',
    terms: 'Google bills every series that a collection returns beyond the first million a month.',
  },
} as const satisfies ServiceShape;

const pi = {
  ...exporter,
  service: 'node-exporter',
  source: 'pi',
  short: 'This Pi',
  role: 'Measures this Pi',
  // In the network of the host.
  target: 'host.docker.internal:%{NODE_EXPORTER_PORT}',
  port: { inside: 9100, variable: 'NODE_EXPORTER_PORT' },
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
  port: { inside: 8080, variable: 'CADVISOR_PORT' },
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
  port: { inside: 8428, variable: 'VICTORIA_METRICS_PORT' },
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
  port: { inside: 8430, variable: 'WEIR_PORT' },
  profile: null,
  startOrder: null,
} as const satisfies ServiceShape;

export const components = [vmagent, aws, gcp, pi, containers, store, panel] as const;

/** Where data comes from. */
export const sourceIds = ['aws', 'gcp', 'pi', 'containers'] as const;
export type SourceId = (typeof sourceIds)[number];

export type Named = (typeof components)[number];
export type ServiceName = Named['service'];
/** A job that the forms know. */
export type ScrapeJob = Extract<Named, { hasJob: true }>['service'];
/** A job whose target list is a file. */
export type TargetJob = Extract<Named, { target: string }>['service'];

export interface Component extends ServiceShape {
  service: ServiceName;
  source: SourceId | null;
}

const byService = new Map<string, Component>(components.map((one) => [one.service, one]));

export const serviceNames: readonly ServiceName[] = components.map(({ service }) => service);
export const scrapeJobs: readonly ScrapeJob[] = components.flatMap((one) =>
  one.hasJob ? [one.service] : [],
);
export const targetJobs: readonly TargetJob[] = components.flatMap((one) =>
  one.target === null ? [] : [one.service],
);
/** The services that the panel starts, in the order of their start. */
export const startOrder: readonly ServiceName[] = [...byService.values()]
  .filter((one) => one.startOrder !== null)
  .toSorted((a, b) => (a.startOrder ?? 0) - (b.startOrder ?? 0))
  .map(({ service }) => service);

/** @throws Error for what is no service of the stack */
export function component(service: ServiceName): Component {
  const found = byService.get(service);
  if (!found) throw new Error(`no component ${service}`);
  return found;
}

/** The service behind a scrape job; null for a job that the owner added. */
export function jobService(job: string): ServiceName | null {
  const found = byService.get(job);
  return found?.hasJob ? found.service : null;
}

/** The source that a scrape job belongs to; null for a job that is not a source. */
export function jobSource(job: string): SourceId | null {
  return byService.get(job)?.source ?? null;
}

const bySource = new Map(
  components.flatMap((one) => (one.source === null ? [] : [[one.source, one] as const])),
);

/** The service that gets the data of a source, and its job. @throws Error for what is no source */
export function sourceService(source: SourceId): Extract<Named, { source: SourceId }>['service'] {
  return ofSource(source).service;
}

/** A source by its one name on screen. @throws Error for what is no source */
export function sourceWords(source: SourceId): string {
  return ofSource(source).short;
}

function ofSource(source: SourceId) {
  const found = bySource.get(source);
  if (!found) throw new Error(`no component for the source ${source}`);
  return found;
}

/** A service by its own name, with what it is: "yace (AWS)". */
export function serviceWords(service: ServiceName): string {
  const { short } = component(service);
  return short === '' ? service : `${service} (${short})`;
}

/** The source that a service reads; the name of a service that reads none. */
export function sourceWordsOf(service: ServiceName): string {
  const source = jobSource(service);
  return source === null ? service : sourceWords(source);
}

/** What a scrape job reads. */
export function jobWords(job: ScrapeJob): string {
  const { source, service } = component(job);
  return source === null ? `${service} itself` : sourceWords(source);
}

/** The sources in the order in which they are offered and started: this machine before the clouds. */
export const offeredSources: readonly SourceId[] = startOrder.flatMap(
  (service) => component(service).source ?? [],
);

/** Read with credentials, at a price perhaps, from somebody else's machines. */
export const isCloud = (source: SourceId): boolean => ofSource(source).isCloud;
