import {
  type BuildCost,
  type Component,
  components,
  type Named,
  type OwnFileId,
  type ScrapeJob,
  type ServiceName,
  type SourceId,
  type TargetJob,
} from './components';

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

/** Where vmagent finds the exporter of a job. */
export function targetOf(job: TargetJob): string {
  return component(job).target ?? '';
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

/** The Compose profile that switches a source on. @throws Error for what is no source */
export function sourceProfile(source: SourceId): string {
  return ofSource(source).profile;
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

/** What building a service's image costs; null: no recipe makes it. @param name of any origin: the set is fixed */
export function buildCost(name: string): BuildCost | null {
  return byService.get(name)?.build ?? null;
}

/** Whether `name` is a service that a recipe builds. @param name of any origin */
export const isBuildable = (name: string): name is ServiceName => buildCost(name) !== null;

/** Whether a service has to start anew to read one of these files, which are no part of its container's description. */
export function readsAtStart(service: ServiceName, files: readonly string[]): boolean {
  return component(service).files.some(({ id, isReadAtStart }) => isReadAtStart && files.includes(id));
}

/** Without it nothing is collected or kept; every other service is one source among several. */
export const isEssential = (service: ServiceName): boolean => component(service).isEssential;

/** The sources in the order in which they are offered and started: this machine before the clouds. */
export const offeredSources: readonly SourceId[] = startOrder.flatMap(
  (service) => component(service).source ?? [],
);

/** Files that one service alone reads, each of them. */
export const ownFiles: readonly Component['files'][number][] = [...byService.values()].flatMap(
  ({ files }) => files,
);
export const ownFileIds: readonly OwnFileId[] = ownFiles.map(({ id }) => id);

/** All of a file is one secret: what it is, and the keys in it whose values are secrets. Null: it is another file. @param id of any file */
export const wholeSecret = (id: string) => ownFiles.find((file) => file.id === id)?.secret ?? null;

/** Read with credentials, at a price perhaps, from somebody else's machines. */
export const isCloud = (source: SourceId): boolean => ofSource(source).isCloud;
