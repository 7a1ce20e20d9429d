import 'server-only';
import { plural } from '@/lib/format';
import { accountOfRole, awsPlaces, placeWordsOf } from '@/lib/pipeline/sources/aws/accounts';
import { namespaceName } from '@/lib/pipeline/sources/aws/namespaces';
import { isGlobal } from '@/lib/pipeline/sources/aws/partition';
import { type AwsServiceId, awsServiceIds } from '@/lib/pipeline/sources/aws/service-ids';
import { awsService, awsServices } from '@/lib/pipeline/sources/aws/services';
import type { AwsFileView, AwsRole } from '@/lib/schemas/aws/job';
import type { ExpectedPart } from '../../sampler/eye/eye';
import { listOf, record, settingsOf, textOf } from './job-settings';

export interface YaceJob {
  /** The CloudWatch namespace: `AWS/Lambda`. */
  namespace: string;
  regions: string[];
  /** As `accountOfRole`; '' is that of the access key. */
  accounts: string[];
  /** Names of its metrics. */
  metrics: string[];
  /** Series that one resource makes: one for each statistic of each metric. */
  seriesPerResource: number;
  /** The service of the catalogue that it asks for, with the dimensions that this has; null: it is somebody's own. */
  service: AwsServiceId | null;
}

const ofNamespace = (namespace: string) => awsServices.filter((service) => service.namespace === namespace);

/** One of the things that a job finds. */
export function resourceWords({ namespace, service }: YaceJob): string {
  const [known, ...others] = service === null ? ofNamespace(namespace) : [awsService(service)];
  return known === undefined || others.length > 0 ? `resource of ${namespace}` : known.resource;
}

const texts = (value: unknown): string[] => listOf(value).filter((one) => typeof one === 'string');

/** All jobs, those that ask for single series and for own namespaces too. @param config all of YACE’s file */
export function everyJob(config: unknown): unknown[] {
  const { discovery, static: fixed, customNamespace } = record(config);
  return [record(discovery).jobs, fixed, customNamespace].flatMap(listOf);
}

/** Discovery jobs, as YACE reads them; what is no job is passed over. @param config all of YACE’s file */
export function discoveryJobs(config: unknown): YaceJob[] {
  return listOf(record(record(config).discovery).jobs).flatMap((job) => {
    const { type, regions, metrics, statistics } = record(job);
    if (typeof type !== 'string') return [];
    const counts = listOf(metrics).map((metric) => {
      const own = record(metric).statistics ?? statistics;
      return Array.isArray(own) ? own.length : 1;
    });
    const names = listOf(metrics).map((metric) => record(metric).name);
    const seriesPerResource = counts.reduce((sum, count) => sum + count, 0);
    return [
      {
        namespace: type,
        regions: texts(regions),
        accounts: accountsOf(job),
        metrics: texts(names),
        seriesPerResource,
        service: serviceOf(job),
      },
    ];
  });
}

/** The service that a job asks for, whatever metrics of it; null: none of the catalogue. @param job of `discovery.jobs` */
export function serviceOf(job: unknown): AwsServiceId | null {
  const { type, dimensionNameRequirements } = record(job);
  const asked = texts(dimensionNameRequirements).toSorted().join();
  const found = awsServices.find(
    ({ namespace, dimensions }) => namespace === type && dimensions.toSorted().join() === asked,
  );
  return found?.id ?? null;
}

/**
 * The services that YACE asks for, each once, and those of its jobs that no form can change, the first ones by their words.
 * @param config all of its file
 */
export function servicesIn(config: unknown): Pick<AwsFileView, 'services' | 'otherJobs' | 'moreJobs'> {
  const { discovery, static: fixed, customNamespace } = record(config);
  const jobs = listOf(record(discovery).jobs);
  const asked = jobs.map(serviceOf);
  const unknown = jobs.filter((job, i) => asked[i] === null && settingsOf(job) === null);
  const others = [
    ...unknown.map((job) => otherWords('discovery', job)),
    ...listOf(fixed).map((job) => otherWords('static', job)),
    ...listOf(customNamespace).map((job) => otherWords('customNamespace', job)),
  ];
  const moreJobs = others.splice(MOST_OTHERS).length;
  return {
    services: awsServiceIds.filter((id) => asked.includes(id)),
    otherJobs: others,
    ...(moreJobs > 0 && { moreJobs }),
  };
}

const MOST_OTHERS = 50;
const MOST_TEXT = 120;

/** `static queues: 2 metrics in eu-west-1`. @param list of the file in which the job stands */
function otherWords(list: string, job: unknown): string {
  const { name, namespace, type, regions, metrics } = record(job);
  const named = texts([name, namespace, type]).find((text) => text !== '') ?? 'without a name';
  const places = texts(regions);
  const where = places.length > 0 ? ` in ${places.join(', ').slice(0, MOST_TEXT)}` : '';
  return `${list} ${named.slice(0, MOST_TEXT)}: ${plural(listOf(metrics).length, 'metric')}${where}`;
}

/** Whether a job is of a service that is one for all regions. @param job of `discovery.jobs` */
export function isGlobalJob(job: unknown): boolean {
  const { type, dimensionNameRequirements } = record(job);
  return typeof type === 'string' && isGlobal(type, texts(dimensionNameRequirements));
}

/**
 * The regions that YACE asks: those of its discovery jobs, which a form can change; where it has none, or none but of
 * services that are one for all regions, those that its jobs name.
 * @param config all of its file
 */
export function regionsIn(config: unknown): string[] {
  const jobs = listOf(record(record(config).discovery).jobs).filter((job) => !isGlobalJob(job));
  const named = jobs.length > 0 ? jobs : everyJob(config);
  return [...new Set(named.flatMap((job) => texts(record(job).regions)))].filter(
    (name) => name.trim() !== '',
  );
}

/** Roles that a job has YACE assume; an empty one stands for none. @param job as it stands in the file */
function rolesOf(job: unknown): AwsRole[] {
  const roles = listOf(record(job).roles).map((role) => {
    const { roleArn, externalId } = record(role);
    return { arn: textOf(roleArn), externalId: textOf(externalId) };
  });
  return roles.length === 0 ? [{ arn: '', externalId: '' }] : roles;
}

const accountsOf = (job: unknown): string[] => [
  ...new Set(rolesOf(job).map(({ arn }) => accountOfRole(arn))),
];

/** The accounts that its discovery jobs ask, each once. @param config all of YACE’s file */
export function accountsIn(config: unknown): { roles: AwsRole[]; ownAccount: boolean } {
  const jobs = listOf(record(record(config).discovery).jobs);
  const all = jobs.flatMap(rolesOf);
  const roles = new Map(all.filter(({ arn }) => arn !== '').map((role) => [JSON.stringify(role), role]));
  return { roles: [...roles.values()], ownAccount: all.length === 0 || all.some(({ arn }) => arn === '') };
}

/** Each region of each account that it asks. */
export const placesOf = ({ accounts, regions }: YaceJob): string[] => awsPlaces(regions, accounts);

/** More are not followed one by one: a few lines of YAML may multiply to any number. */
const MOST_PARTS = 1_000;

/**
 * A service in a region of an account, whichever of its jobs asks for it; none where they are too many to follow.
 * @param config all of YACE’s file
 */
export function partsIn(config: unknown): ExpectedPart[] {
  const found = new Map<string, ExpectedPart>();
  const jobs = discoveryJobs(config);
  if (jobs.reduce((sum, { accounts, regions }) => sum + accounts.length * regions.length, 0) > MOST_PARTS)
    return [];
  for (const job of jobs) {
    const { namespace, metrics } = job;
    for (const place of placesOf(job)) {
      const id = `${namespace} ${place}`;
      const part = {
        service: namespace,
        place,
        name: `${namespaceName(namespace)} in ${placeWordsOf(place)}`,
      };
      // Jobs that share a namespace, such as REST and HTTP APIs: which of them lacks a metric cannot be told.
      const own = found.has(id) ? { metrics: [] } : { metrics, resource: resourceWords(job) };
      const lists = (found.get(id)?.lists ?? 0) + metrics.length;
      found.set(id, { ...part, ...own, lists });
    }
  }
  return [...found.values()];
}
