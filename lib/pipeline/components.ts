/**
 * What the stack is made of, looked up in the records of `services.ts`: with `records.ts`, which no page needs at first,
 * the one place that says what is true of which. Pure, without a validator, for the server and for what a page loads first.
 */
import { components } from './services';
import type { ServiceShape } from './sources/shape';

export type Named = (typeof components)[number];
export type ServiceName = Named['service'];
/** Where data comes from. */
export type SourceId = NonNullable<Named['source']>;
export const sourceIds: readonly SourceId[] = components.flatMap(({ source }) => source ?? []);
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

/** In the order of the catalogue, for what becomes known at any time. */
export const inOrder = <T>(items: readonly T[], serviceOf: (item: T) => ServiceName): T[] =>
  items.toSorted((a, b) => serviceNames.indexOf(serviceOf(a)) - serviceNames.indexOf(serviceOf(b)));

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

/** The jobs of the sources; the stack's own are not among them. */
export const sourceJobs: readonly ScrapeJob[] = scrapeJobs.filter((job) => jobSource(job) !== null);

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

/**
 * What is told of a service's source, under its name unless the first sentence names it itself: "Containers: no image.",
 * "AWS cannot be reached."; of "Google Cloud", "Google" says enough.
 */
export function underName(service: ServiceName, words: string): string {
  const name = sourceWordsOf(service);
  const source = jobSource(service);
  const called = source !== null && isCloud(source) ? name.replace(/ .*/, '') : name;
  const [sentence = ''] = words.split(/[.!?] /);
  const isNamed = new RegExp(`(?<![\\w/])${called}(?![\\w/])`).test(sentence);
  return isNamed ? words : `${name}: ${words}`;
}
