import 'server-only';
import type { Accounts } from '@/lib/pipeline/sources/aws/accounts';
import { type JobSettings, recommended } from '@/lib/pipeline/sources/aws/job';
import { regionsOf } from '@/lib/pipeline/sources/aws/partition';
import type { AwsServiceId } from '@/lib/pipeline/sources/aws/service-ids';
import { awsService } from '@/lib/pipeline/sources/aws/services';
import type { AwsRole } from '@/lib/schemas/aws/job';
import { AppError } from '../../errors';
import { readYaml, setList, setValue } from '../../files/yaml/edit';
import { readItems, setItems, type YamlItem } from '../../files/yaml/items';
import { removeKey } from '../../files/yaml/keys';
import type { YamlPath } from '../../files/yaml/source';
import { itemText, type YamlMapping } from '../../files/yaml/text';
import { metricMapping } from './edit-job';
import { listOf, record, textOf } from './job-settings';
import { isGlobalJob } from './jobs';

export const JOBS = ['discovery', 'jobs'] as const;
const TAGS = ['discovery', 'exportedTagsOnMetrics'] as const;

/** What is wanted of every job. */
interface Places extends Accounts {
  regions: readonly string[];
}
const alone = (regions: readonly string[]): Places => ({ regions, roles: [], ownAccount: true });

const arnOf = (role: unknown) => textOf(record(role).roleArn);
const roleMapping = ({ arn, externalId }: AwsRole): YamlMapping => ({
  roleArn: arn,
  ...(externalId !== '' && { externalId }),
});
/** A role that is none: YACE asks with the key itself. */
const OWN_ITEM: YamlItem = { value: {} };
const isOwn = ({ value }: YamlItem) => arnOf(value) === '';
const rolesMapping = ({ roles, ownAccount }: Accounts): YamlMapping[] => [
  ...(ownAccount ? [OWN_ITEM.value] : []),
  ...roles.map(roleMapping),
];

/** A job as YACE reads it. */
export function jobMapping(settings: JobSettings, places: Places): YamlMapping {
  const { namespace, dimensions, period, length, delay, metrics, searchTags } = settings;
  const nilToZero = metrics.some((metric) => metric.nilToZero);
  return {
    type: namespace,
    regions: regionsOf(namespace, dimensions, places.regions),
    ...(places.roles.length > 0 && { roles: rolesMapping(places) }),
    dimensionNameRequirements: dimensions,
    ...(searchTags.length > 0 && { searchTags: searchTags.map((tag) => ({ ...tag })) }),
    period,
    length,
    ...(delay > 0 && { delay }),
    nilToZero,
    metrics: metrics.map((metric) => metricMapping(metric, nilToZero)),
  };
}

/** The job that asks for a service, with the metrics that Weir recommends. */
export const recommendedJob = (id: AwsServiceId, regions: readonly string[]): YamlMapping =>
  jobMapping(recommended(awsService(id)), alone(regions));

/** YACE's configuration with jobs after its others. @throws AppError invalid-stack when the list of jobs cannot be edited */
export function withJobs(text: string, jobs: readonly JobSettings[], places: Places): string {
  const now = readItems(text, JOBS);
  const isSpaced = now.slice(1).some(({ source }) => /^\s*\n/.test(source ?? ''));
  const added = jobs.map((job) => {
    const value = jobMapping(job, places);
    return { value, source: `${isSpaced ? '\n' : ''}${itemText(value, 0, '\n')}` };
  });
  return setItems(text, JOBS, [...now, ...added]);
}

/**
 * YACE's configuration without some of its jobs, nor the tags that a namespace without any job would export: with these,
 * YACE refuses its file.
 * @param gone places of the jobs @throws AppError invalid-stack when the list of jobs cannot be edited
 */
export function withoutJobs(text: string, gone: readonly number[]): string {
  const now = readItems(text, JOBS);
  const kept = now.filter((_, index) => !gone.includes(index));
  const left = new Set(kept.map(({ value }) => record(value).type));
  return [...new Set(gone.map((index) => String(record(now[index]?.value).type)))]
    .filter((namespace) => !left.has(namespace))
    .reduce((edited, namespace) => removeKey(edited, [...TAGS, namespace]), setItems(text, JOBS, kept));
}

/** YACE's configuration with the tags of a namespace that become labels. @throws AppError invalid-stack */
export const withExportedTags = (text: string, namespace: string, tags: readonly string[]): string =>
  setValue(text, [...TAGS, namespace], tags.length === 0 ? null : tags);

/**
 * YACE's configuration with regions added to and taken from every discovery job; no job is left without any. Services that are
 * one for all regions keep theirs.
 * @throws AppError invalid-stack when the file has none, and when a list cannot be edited
 */
export function withRegions(text: string, before: readonly string[], wanted: readonly string[]): string {
  const added = wanted.filter((region) => !before.includes(region));
  const gone = before.filter((region) => !wanted.includes(region));
  const jobs = listOf(readYaml(text, JOBS));
  if (jobs.every(isGlobalJob) && added.length + gone.length > 0) {
    throw new AppError('invalid-stack', 'yace’s file has no discovery jobs that regions can be added to.', {
      hint: 'Its other jobs name their regions themselves: change them in config/yace/config.yml, or switch on a service.',
    });
  }
  return jobs.reduce<string>((edited, job, i) => {
    if (isGlobalJob(job)) return edited;
    const path = [...JOBS, i, 'regions'];
    const now = readYaml(edited, path);
    const kept = Array.isArray(now) ? now.map(String).filter((region) => !gone.includes(region)) : [];
    const missing = added.filter((region) => !kept.includes(region));
    const next = kept.length + missing.length === 0 ? [...wanted] : [...kept, ...missing];
    return setList(edited, path, next);
  }, text);
}

/** Whether a change of the regions has a job to be written into. @throws AppError invalid-stack */
export const hasRegionalJobs = (text: string): boolean =>
  listOf(readYaml(text, JOBS)).some((job) => !isGlobalJob(job));

/**
 * YACE's configuration with roles added to and taken from every discovery job, and their external ids changed; what a job
 * has of its own beside that stays, and none is left without any account. A job that asks with the key alone needs no roles.
 * @throws AppError invalid-stack when the file has no such job, and when a list cannot be edited
 */
export function withRoles(text: string, before: Accounts, wanted: Accounts): string {
  const jobs = listOf(readYaml(text, JOBS));
  if (jobs.length === 0) {
    throw new AppError('invalid-stack', 'yace’s file has no discovery jobs that accounts can be added to.', {
      hint: 'Its other jobs name their roles themselves: change them in config/yace/config.yml, or switch on a service.',
    });
  }
  return jobs.reduce<string>(
    (edited, _, i) => withRolesOfJob(edited, [...JOBS, i, 'roles'], before, wanted),
    text,
  );
}

function withRolesOfJob(text: string, path: YamlPath, before: Accounts, wanted: Accounts): string {
  const renamed = withExternalIds(text, path, before, wanted);
  const items = readItems(renamed, path);
  // No list at all is the key alone.
  const now = items.length === 0 ? [OWN_ITEM] : items;
  const kept = now.filter((item) =>
    isOwn(item) ? wanted.ownAccount : wanted.roles.some(({ arn }) => arn === arnOf(item.value)),
  );
  const isNew = ({ arn }: AwsRole) =>
    !(before.roles.some((role) => role.arn === arn) || kept.some(({ value }) => arnOf(value) === arn));
  const some = [
    ...(wanted.ownAccount && !before.ownAccount ? [OWN_ITEM] : []),
    ...kept,
    ...wanted.roles.filter(isNew).map((role) => ({ value: roleMapping(role) })),
  ];
  const next: YamlItem[] = some.length > 0 ? some : rolesMapping(wanted).map((value) => ({ value }));
  if (next.length === now.length && next.every((item) => now.includes(item))) return renamed;
  const isBare = next.every((item) => isOwn(item) && !item.source?.includes('#'));
  return setItems(renamed, path, isBare ? [] : next, 'regions');
}

function withExternalIds(text: string, path: YamlPath, before: Accounts, wanted: Accounts): string {
  const isIn = ({ roles }: Accounts, arn: string, externalId: string) =>
    roles.some((role) => role.arn === arn && role.externalId === externalId);
  return listOf(readYaml(text, path)).reduce<string>((edited, value, i) => {
    const arn = arnOf(value);
    if (isIn(wanted, arn, textOf(record(value).externalId))) return edited;
    const same = wanted.roles.filter((role) => role.arn === arn);
    const other = same.find(({ externalId }) => !isIn(before, arn, externalId)) ?? same[0];
    if (other === undefined) return edited;
    return setValue(edited, [...path, i, 'externalId'], other.externalId || null, 'roleArn');
  }, text);
}
