/** What is true of services and sources that no page needs at first; the rest is in `components.ts`. */
import {
  component,
  jobSource,
  type ScrapeJob,
  type ServiceName,
  type SourceId,
  serviceNames,
  sourceIds,
  sourceService,
  type TargetJob,
} from './components';
import { awsParts, awsSource } from './sources/aws/record';
import { containersParts, containersSource } from './sources/containers/record';
import { gcpParts, gcpSource } from './sources/gcp/record';
import { piParts, piSource } from './sources/pi/record';
import {
  type BuildCost,
  fromDebian,
  type OwnFile,
  type ServiceParts,
  type SourceShape,
} from './sources/shape';

const parts = {
  vmagent: {
    port: { inside: 8429, variable: 'VMAGENT_PORT' },
    files: [
      {
        id: 'vmagent-aggregation',
        relative: 'vmagent/aggregation.yml',
        ships: true,
        isReadAtStart: false,
        secret: null,
      },
    ],
    image: { variable: 'VMAGENT_IMAGE', megabytes: 10 },
    variables: {
      REMOTE_WRITE_URL: 'url',
      REMOTE_WRITE_USERNAME: 'text',
      REMOTE_WRITE_MAX_DISK_USAGE: 'word',
      REMOTE_WRITE_KEEP_QUEUES: 'word',
      REMOTE_WRITE_MAX_SERIES: 'word',
    },
    build: fromDebian(60),
  },
  yace: awsParts,
  'stackdriver-exporter': gcpParts,
  'node-exporter': piParts,
  cadvisor: containersParts,
  'victoria-metrics': {
    port: { inside: 8428, variable: 'VICTORIA_METRICS_PORT' },
    files: [],
    health: '/health',
    image: { variable: 'VICTORIA_METRICS_IMAGE', megabytes: 15 },
    variables: { VICTORIA_METRICS_RETENTION: 'word' },
    build: fromDebian(60),
  },
  weir: {
    port: { inside: 8430, variable: 'WEIR_PORT' },
    files: [],
    image: { variable: 'WEIR_IMAGE', megabytes: null },
    build: null,
  },
} as const satisfies Record<ServiceName, ServiceParts>;

const partsOf = (service: ServiceName): ServiceParts => parts[service];

/** A file of the stack that one service alone reads. */
export type OwnFileId = (typeof parts)[ServiceName]['files'][number]['id'];

/** The path where a service answers 200 when it works; undefined: none tells. */
export const healthPath = (service: ServiceName) => partsOf(service).health;

/** Where a service listens: on the stack's own network, and by which variable of `.env` on this host. */
export const ownPort = (service: ServiceName): ServiceParts['port'] => parts[service].port;

/** Who bills a scrape of a service, and by what terms; null: nobody does. */
export const ownBill = (service: ServiceName) => partsOf(service).bill ?? null;

/** How the image of a service is named. */
export const ownImage = (service: ServiceName): ServiceParts['image'] => parts[service].image;

/** The further variables of `.env` that docker-compose.yml gives a service. */
export const ownVariables = (service: ServiceName) => partsOf(service).variables ?? {};

/** What building a service's image costs; null: no recipe makes it. @param name of any origin: the set is fixed */
export function buildCost(name: string): BuildCost | null {
  return isService(name) ? parts[name].build : null;
}

/** Whether `name` is a service that a recipe builds. @param name of any origin */
export const isBuildable = (name: string): name is ServiceName => buildCost(name) !== null;

const isService = (name: string): name is ServiceName => serviceNames.some((one) => one === name);

/** Whether a service has to start anew to read one of these files, which are no part of its container's description. */
export function readsAtStart(service: ServiceName, files: readonly string[]): boolean {
  return partsOf(service).files.some(({ id, isReadAtStart }) => isReadAtStart && files.includes(id));
}

type NamedFile = OwnFile & { id: OwnFileId };
/** Files that one service alone reads, each of them. */
export const ownFiles = serviceNames.flatMap((service): readonly NamedFile[] => parts[service].files);
export const ownFileIds: readonly OwnFileId[] = ownFiles.map(({ id }) => id);

/** All of a file is one secret: what it is, and the keys in it whose values are secrets. Null: it is another file. @param id of any file */
export const wholeSecret = (id: string) => ownFiles.find((file) => file.id === id)?.secret ?? null;

const sources = {
  aws: awsSource,
  gcp: gcpSource,
  pi: piSource,
  containers: containersSource,
} as const satisfies Record<SourceId, SourceShape>;

/** Whose account a text may name. */
export type AccountKind = NonNullable<(typeof sources)[SourceId]['account']>['kind'];

/** What is true of a source, whatever reads it. */
export const sourceRecord = (id: SourceId): SourceShape => sources[id];

/** Exporters that ask on a clock of their own, by their sources. */
export const sourceClocks = sourceIds.flatMap((id) => {
  const { clock } = sourceRecord(id);
  return clock ? [{ id, ...clock }] : [];
});

/** Grafana Cloud includes one sample a minute of each series, and a query of PromQL looks back five. */
const OFTEN_SECONDS = 60;

/** The clock of the exporter of a job; undefined: it collects when it is scraped. */
export function clockOf(job: ScrapeJob): SourceShape['clock'] {
  const source = jobSource(job);
  return source === null ? undefined : sourceRecord(source).clock;
}

/**
 * How often vmagent scrapes a job, in seconds, where its form says `intervalSeconds`: an exporter with a clock of its own is
 * scraped every minute, which costs nothing, so that its values are at the destination soon after it has them and no query
 * finds a gap (`npm run bench:freshness`).
 */
export const scrapeSecondsOf = (job: ScrapeJob, intervalSeconds: number): number =>
  clockOf(job) ? Math.min(intervalSeconds, OFTEN_SECONDS) : intervalSeconds;

/** How long vmagent waits for a job whose file names no timeout: 10 s, or the interval where that is shorter. */
export const ownScrapeTimeout = (intervalSeconds: number): number => Math.min(10, intervalSeconds);

/** Fields of the sources' forms that are secrets, as paths from the sources: `aws.secretAccessKey`. */
export const secretPaths: readonly string[] = sourceIds.flatMap((id) =>
  sources[id].secretFields.map((field) => `${id}.${field}`),
);

/** What texts may say of who somebody is at a cloud. */
export const accounts = sourceIds.flatMap((id) => {
  const { account } = sourceRecord(id);
  return account ? [{ ...account, kind: account.kind as AccountKind }] : [];
});

/** Where vmagent finds the exporter of a job. */
export function targetOf(job: TargetJob): string {
  return component(job).target ?? '';
}

/** The Compose profile that switches a source on. @throws Error for what is no source */
export function sourceProfile(source: SourceId): string {
  return component(sourceService(source)).profile ?? '';
}

/** Without it nothing is collected or kept; every other service is one source among several. */
export const isEssential = (service: ServiceName): boolean => component(service).isEssential;
