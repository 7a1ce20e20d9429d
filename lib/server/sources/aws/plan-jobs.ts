import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import {
  type JobPlace,
  type JobSettings,
  jobKey,
  recommended,
  serviceOfJob,
} from '@/lib/pipeline/sources/aws/job';
import { type AwsServiceId, awsServiceIds } from '@/lib/pipeline/sources/aws/service-ids';
import { everyFiveMinutes } from '@/lib/pipeline/sources/aws/service-shape';
import { awsService, awsServices } from '@/lib/pipeline/sources/aws/services';
import type { AwsJob } from '@/lib/schemas/aws/job';
import { type KnownJob, knownJobs, listOf, record } from './job-settings';
import { serviceOf } from './jobs';

/** A job that is to be there, and which of those that are wanted said so; null: it is a service that was switched on. */
interface Wanted {
  settings: JobSettings;
  at: number | null;
}

/** What becomes of the discovery jobs of YACE's file. */
export interface JobsPlan {
  gone: { index: number; settings: JobPlace }[];
  /** `index`: its place in `discovery.jobs`. */
  kept: (Wanted & { index: number; now: JobSettings })[];
  added: Wanted[];
  /** Wanted of a service that is not switched on. */
  stray: number[];
}

/**
 * Matches what is wanted with the jobs of the file: by namespace and dimensions, of several like that first what is the
 * same, then in their order. Services of the catalogue are there when they are switched on, whether or not something
 * more is wanted of them; other jobs when they are wanted. What no form can change stays.
 * @param config all of YACE’s file
 */
export function planJobs(
  config: unknown,
  services: readonly AwsServiceId[],
  wanted: readonly AwsJob[],
): JobsPlan {
  const present = listOf(record(record(config).discovery).jobs).map(serviceOf);
  const known = knownJobs(config);
  const { pairs, left } = matched(known, wanted);
  const isOff = (id: AwsServiceId) => !services.includes(id);
  const gone = present.flatMap((service, index) => {
    const own = known.find((job) => job.index === index)?.settings;
    const settings = service === null ? own : awsService(service);
    const isGone = service === null ? !pairs.has(index) : isOff(service);
    return isGone && settings !== undefined ? [{ index, settings }] : [];
  });
  const kept = known.flatMap(({ index, settings: now }) => {
    const at = pairs.get(index) ?? null;
    const job = at === null ? undefined : wanted[at];
    return gone.some((one) => one.index === index) || job === undefined
      ? []
      : [{ index, now, at, settings: complete(now, job) }];
  });
  const rest = left.flatMap((at) => {
    const job = wanted[at];
    return job === undefined ? [] : [{ job, at, service: serviceOfJob(job) }];
  });
  const isNew = ({ service }: (typeof rest)[number]) =>
    service === null || !(isOff(service) || present.includes(service));
  const switchedOn = awsServiceIds.filter((id) => !isOff(id) && !present.includes(id));
  const ofServices = switchedOn.flatMap((id): Wanted[] => {
    const own = rest.filter(({ service }) => service === id);
    if (own.length === 0) return [{ settings: recommended(awsService(id)), at: null }];
    return own.map(({ job, at }) => ({ settings: newSettings(job), at }));
  });
  const others = rest.filter(({ service }) => service === null);
  return {
    gone,
    kept,
    added: [...ofServices, ...others.map(({ job, at }) => ({ settings: newSettings(job), at }))],
    stray: rest.filter((one) => !isNew(one)).map(({ at }) => at),
  };
}

function matched(known: readonly KnownJob[], wanted: readonly AwsJob[]) {
  const pairs = new Map<number, number>();
  const left = new Set(wanted.keys());
  for (const isFit of [isSame, () => true])
    for (const { index, settings } of known.filter((job) => !pairs.has(job.index))) {
      const at = [...left].find((one) => {
        const job = wanted[one] as AwsJob;
        return jobKey(job) === jobKey(settings) && isFit(settings, job);
      });
      if (at === undefined) continue;
      pairs.set(index, at);
      left.delete(at);
    }
  return { pairs, left: [...left] };
}

const isSame = (now: JobSettings, job: AwsJob) => isDeepStrictEqual(complete(now, job), now);

/** What is wanted, with what it leaves out as it is now. */
function complete(now: JobSettings, { dimensions: _, metrics, ...job }: AwsJob): JobSettings {
  const given = Object.fromEntries(Object.entries(job).filter(([, value]) => value !== undefined));
  const bare = { nilToZero: isCount(now.namespace), period: null, length: null };
  return {
    ...now,
    ...given,
    metrics: metrics.map(({ name, statistics, ...own }) => {
      const before = now.metrics.find((metric) => metric.name === name);
      const base = before ?? { ...bare, nilToZero: bare.nilToZero(name) };
      return {
        ...{ name, statistics },
        nilToZero: own.nilToZero ?? base.nilToZero,
        period: own.period === undefined ? base.period : own.period,
        length: own.length === undefined ? base.length : own.length,
      };
    }),
  };
}

/** Whether no data point of a metric means none of them, as far as Weir knows it. */
const isCount = (namespace: string) => (name: string) =>
  awsServices.some(
    (service) =>
      service.namespace === namespace &&
      service.metrics.some((metric) => metric.name === name && metric.nilToZero),
  );

function newSettings(job: AwsJob): JobSettings {
  const service = serviceOfJob(job);
  const base =
    service === null
      ? { ...everyFiveMinutes, namespace: job.namespace, metrics: [], searchTags: [] }
      : recommended(awsService(service));
  return complete({ ...base, dimensions: job.dimensions }, job);
}
