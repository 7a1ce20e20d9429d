import { type JobSettings, jobKey, recommended, serviceOfJob } from '@/lib/pipeline/sources/aws/job';
import { YACE_LENGTH, YACE_PERIOD } from '@/lib/pipeline/sources/aws/job-issues';
import type { AwsServiceId } from '@/lib/pipeline/sources/aws/service-ids';
import { awsService } from '@/lib/pipeline/sources/aws/services';
import type { AwsJob, AwsRole, ExportedTags } from '@/lib/schemas/aws/job';
import { typedNumber } from '@/lib/typed-number';

type OfMetric = JobSettings['metrics'][number];
/** A metric in the form; numbers as they are typed, '' for none of its own. */
export type MetricFields = Omit<OfMetric, 'period' | 'length'> & { period: string; length: string };
/** A job in the form; numbers as they are typed. */
export type JobFields = Omit<JobSettings, 'period' | 'length' | 'delay' | 'metrics'> & {
  period: string;
  length: string;
  delay: string;
  metrics: MetricFields[];
};

/** What is asked of AWS, in the form. */
export interface AwsValues {
  enabled: boolean;
  accessKeyId: string;
  secretAccessKey: string;
  regions: string[];
  services: AwsServiceId[];
  /** Of services that are off too: they wait for their service. */
  jobs: JobFields[];
  exportedTags: ExportedTags;
  /** Accounts beside that of the key, as they are typed. */
  roles: AwsRole[];
  /** Counts while there are roles: without any it is always measured. */
  ownAccount: boolean;
}

export const toFields = (job: AwsJob): JobFields => ({
  ...{ namespace: job.namespace, dimensions: job.dimensions, searchTags: job.searchTags ?? [] },
  period: String(job.period ?? YACE_PERIOD),
  length: String(job.length ?? YACE_LENGTH),
  delay: String(job.delay ?? 0),
  metrics: job.metrics.map(({ name, statistics, nilToZero = false, period, length }) => ({
    ...{ name, statistics, nilToZero },
    ...{ period: String(period ?? ''), length: String(length ?? '') },
  })),
});

const own = (text: string) => (text.trim() === '' ? null : typedNumber(text));

/** What is typed, NaN for what is no number. */
export const toSettings = (fields: JobFields): JobSettings => ({
  ...fields,
  ...{
    period: typedNumber(fields.period),
    length: typedNumber(fields.length),
    delay: typedNumber(fields.delay),
  },
  metrics: fields.metrics.map((metric) => ({
    ...metric,
    ...{ period: own(metric.period), length: own(metric.length) },
  })),
});

const good = (seconds: number) => (Number.isFinite(seconds) ? seconds : undefined);
const goodOrNone = (seconds: number | null) => (seconds === null ? null : good(seconds));

/** As it is sent: what is no number is left out, and nothing else is lost. */
export function toJob(fields: JobFields): AwsJob {
  const { period, length, delay, metrics, ...job } = toSettings(fields);
  return {
    ...job,
    ...{ period: good(period), length: good(length), delay: good(delay) },
    metrics: metrics.map((metric) => ({
      ...metric,
      ...{ period: goodOrNone(metric.period), length: goodOrNone(metric.length) },
    })),
  };
}

export const recommendedFields = (id: AwsServiceId): JobFields => toFields(recommended(awsService(id)));

/** The jobs of a service in the form; where nobody has changed anything of it, the recommended one. */
export function jobsOf(jobs: readonly JobFields[], id: AwsServiceId): JobFields[] {
  const own = jobs.filter((job) => serviceOfJob(job) === id);
  return own.length > 0 ? own : [recommendedFields(id)];
}

/** With a job in the place of the one that it was, else after the others. */
export function withJob(jobs: readonly JobFields[], before: JobFields, job: JobFields): JobFields[] {
  return jobs.includes(before) ? jobs.map((one) => (one === before ? job : one)) : [...jobs, job];
}

/** Jobs that are asked for while these services are on; the others wait for their service. */
export const wantedJobs = (jobs: readonly JobFields[], services: readonly AwsServiceId[]) =>
  jobs.filter((job) => {
    const service = serviceOfJob(job);
    return service === null || services.includes(service);
  });

/** Metrics that can be ticked: those that it has, and those of the others that are not among them. */
export function offered(job: JobFields, others: readonly (JobFields | undefined)[]): MetricFields[] {
  const known = others.flatMap((one) => (one && jobKey(one) === jobKey(job) ? one.metrics : []));
  const all = new Map([...job.metrics, ...known].toReversed().map((metric) => [metric.name, metric]));
  const order = [...known, ...job.metrics].map(({ name }) => name);
  return [...new Set(order)].flatMap((name) => all.get(name) ?? []);
}
