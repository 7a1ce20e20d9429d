import 'server-only';
import { FIX_PERIOD, FIX_STATISTIC, isPeriod, isStatistic } from '@/lib/pipeline/sources/aws/job-issues';
import { awsRegionSchema } from '@/lib/schemas/wizard';
import { readYaml } from '../../files/yaml/edit';
import type { ProgramFault } from '../../stack/source-files';
import { listOf, record } from './job-settings';
import { everyJob } from './jobs';

/**
 * What YACE's `verify-config` passes and CloudWatch refuses: statistics that do not exist, which cost the whole job,
 * periods that it does not have, and names that are no regions.
 * @param text YACE's configuration
 * @throws AppError invalid-stack for what is no YAML
 */
export function jobFaults(text: string): ProgramFault[] {
  return everyJob(readYaml(text)).flatMap((job) => {
    const { type, namespace, name, regions, metrics } = record(job);
    const words = `The job ${[type, namespace, name].find((one) => typeof one === 'string') ?? 'without a type'}`;
    return [
      ...listOf(regions).filter(isNoRegion).map(ofRegion(words)),
      ...[job, ...listOf(metrics)].flatMap((part) => [
        ...listOf(record(part).statistics).filter(isNoStatistic).map(ofStatistic(words)),
        ...[record(part).period].filter(isNoPeriod).map(ofPeriod(words)),
      ]),
    ];
  });
}

const isNoRegion = (region: unknown) => !awsRegionSchema.safeParse(region).success;
const isNoStatistic = (one: unknown) => typeof one !== 'string' || !isStatistic(one);
/** 0 is none, and so the period of the job or of YACE. */
const isNoPeriod = (period: unknown) => typeof period === 'number' && period !== 0 && !isPeriod(period);

const ofRegion = (job: string) => (region: unknown) => ({
  message: `${job} names ${String(region)}, which is no region.`,
  hint: 'A region looks like eu-west-1.',
});
const ofStatistic = (job: string) => (statistic: unknown) => ({
  message: `${job} asks for ${String(statistic)}. CloudWatch has no such statistic, and gives nothing of the job then.`,
  hint: FIX_STATISTIC,
});
const ofPeriod = (job: string) => (period: unknown) => ({
  message: `${job} has a period of ${String(period)} s. CloudWatch does not have it, and gives nothing of the job then.`,
  hint: FIX_PERIOD,
});
