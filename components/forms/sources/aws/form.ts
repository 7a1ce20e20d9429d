import { z } from 'zod';
import { sourceIds } from '@/lib/pipeline/components';
import { roleIssues } from '@/lib/pipeline/sources/aws/accounts';
import { jobIssues } from '@/lib/pipeline/sources/aws/job-issues';
import { awsServiceIds, shippedAwsServices } from '@/lib/pipeline/sources/aws/service-ids';
import { type AwsRole, anyTagsSchema, type ExportedTags, exportedTagsSchema } from '@/lib/schemas/aws/job';
import {
  awsRegionSchema,
  type SecretInfo,
  type SourcesInput,
  sourcesInputSchema,
} from '@/lib/schemas/wizard';
import { refineSource, type SavedSources } from '../../source-part';
import {
  type AwsValues,
  type JobFields,
  jobsOf,
  toFields,
  toJob,
  toSettings,
  wantedJobs,
} from './job/job-fields';

const { aws } = sourcesInputSchema.shape;

/** A name that is saved stays, whatever its form; one that is new must have the form of names that exist. */
const rulesWith = (saved: SavedSources) =>
  aws.extend({
    regions: aws.shape.regions.superRefine((regions, context) => {
      const known = saved?.aws.enabled ? saved.aws.regions : [];
      for (const region of regions.filter((one) => !known.includes(one))) {
        const [issue] = awsRegionSchema.safeParse(region).error?.issues ?? [];
        if (issue) context.addIssue({ code: 'custom', message: issue.message });
      }
    }),
    // One field for all namespaces: what is wrong with one of them is said of the field.
    exportedTags: anyTagsSchema.optional().superRefine((tags, context) => {
      const [issue] = exportedTagsSchema.optional().safeParse(tags).error?.issues ?? [];
      if (issue) context.addIssue({ code: 'custom', message: issue.message });
    }),
  });

export function awsSchema(saved: SavedSources) {
  const rules = rulesWith(saved);
  // YACE's file may have jobs that name no region at all.
  const hasNone = saved?.aws.enabled === true && saved.aws.regions.length === 0;
  const { services: asked = [], otherJobs = [], enabled: isSavedOn = false } = saved?.aws ?? {};
  const mayAskNothing = otherJobs.length > 0 || (isSavedOn && asked.length === 0);
  return z
    .object({
      enabled: z.boolean(),
      accessKeyId: z.string().trim(),
      secretAccessKey: z.string().trim(),
      regions: z.array(z.string()),
      services: z.array(z.enum(awsServiceIds)),
      jobs: z.array(z.custom<JobFields>()),
      exportedTags: anyTagsSchema,
      roles: z.array(z.object({ arn: z.string().trim(), externalId: z.string().trim() })),
      ownAccount: z.boolean(),
    })
    .superRefine(({ enabled, roles, regions }, context) => {
      // What stands in the file may be odd.
      const issues = enabled ? roleIssues(roles, saved?.aws.roles ?? [], regions) : [];
      for (const issue of issues) context.addIssue({ code: 'custom', ...issue });
    })
    .superRefine((fields, context) =>
      refineSource(fields.enabled, rules.safeParse(toInput(fields, saved)), context, {
        accessKeyId: fields.accessKeyId === '' && 'Enter the access key ID.',
        secretAccessKey:
          fields.secretAccessKey === '' &&
          !keptSecret(saved, fields.accessKeyId).isSet &&
          'Paste the secret access key.',
        regions:
          fields.regions.length === 0 &&
          !(hasNone && fields.services.every((id) => asked.includes(id))) &&
          'Choose at least one region.',
        services:
          fields.services.length + wantedJobs(fields.jobs, []).length === 0 &&
          !mayAskNothing &&
          'Choose at least one service.',
      }),
    )
    .superRefine(({ enabled, jobs, services }, context) => {
      for (const job of enabled ? wantedJobs(jobs, services) : []) {
        if (isSaved(saved, job)) continue;
        for (const { path, message } of jobIssues(toSettings(job)))
          context.addIssue({ code: 'custom', path: ['jobs', jobs.indexOf(job), ...path], message });
      }
    })
    .transform((fields): SourcesInput['aws'] => {
      const input = toInput(fields, saved);
      const kept = saved === null ? withoutGuess(input) : input;
      // What is odd while it is off is kept for when it is switched on, as far as it can be sent at all.
      return aws.safeParse(kept).success ? kept : { enabled: false, accessKeyId: '', regions: [] };
    });
}

/** The saved secret as far as it still counts: it belongs to its access key. */
export function keptSecret(saved: SavedSources, accessKeyId: string): SecretInfo {
  const isSame = saved !== null && saved.aws.accessKeyId === accessKeyId.trim();
  return isSame ? saved.aws.secret : { isSet: false, lastFour: null };
}

export const awsFields = (saved: SavedSources): AwsValues => ({
  enabled: saved?.aws.enabled ?? false,
  accessKeyId: saved?.aws.accessKeyId ?? '',
  secretAccessKey: '',
  regions: saved?.aws.regions ?? [],
  services: saved?.aws.services ?? [...shippedAwsServices],
  jobs: saved?.aws.jobs.map(toFields) ?? [],
  exportedTags: saved?.aws.exportedTags ?? {},
  roles: saved?.aws.roles ?? [],
  ownAccount: saved?.aws.ownAccount ?? true,
});

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
/** What stands in the file may be odd. */
const isSaved = (saved: SavedSources, job: JobFields) =>
  saved?.aws.jobs.some((one) => isSame(toFields(one), job)) === true;

/** On a first visit the services are those that ship; where nobody chose others, the file decides, whoever wrote it. */
function withoutGuess(input: SourcesInput['aws']): SourcesInput['aws'] {
  const isGuess = input.services?.join() === shippedAwsServices.join();
  return isGuess ? { ...input, services: undefined } : input;
}

/** With everything that AWS has to be asked with; null: something is missing. Of the other sources nothing is asked. */
export function askableAws(saved: SavedSources, fields: AwsValues): SourcesInput | null {
  const aws = awsSchema(saved).safeParse(fields).data;
  const others = sourceIds.map((id) => [id, { enabled: false }] as const);
  const input = sourcesInputSchema.safeParse({ ...Object.fromEntries(others), aws });
  return aws?.enabled && input.success ? input.data : null;
}

export const checkableAws = ({ enabled, accessKeyId, secretAccessKey, regions, services }: AwsValues) =>
  enabled && accessKeyId.trim() !== ''
    ? withSecret({ enabled, accessKeyId, secretAccessKey, regions, services })
    : null;

/** `jobs.2.period` of a change is the period of a job that may stand elsewhere in the form; roles stand as they are sent. */
export function insideAws(path: string, { jobs, services }: AwsValues): string | null {
  const [name, at, ...rest] = path.split('.');
  if (name === 'roles' && rest.length > 0) return path;
  const job = name === 'jobs' && at !== undefined ? wantedJobs(jobs, services)[Number(at)] : undefined;
  return job === undefined ? null : ['jobs', jobs.indexOf(job), ...rest].join('.');
}

const trimmed = (roles: readonly AwsRole[]) =>
  roles.map(({ arn, externalId }) => ({ arn: arn.trim(), externalId: externalId.trim() }));

/** Whose numbers are read, by what is typed: lines that are empty are none while nothing is asked. */
export function accountsOf({ enabled, roles, ownAccount }: AwsValues) {
  const all = trimmed(roles).filter(({ arn }) => enabled || arn !== '');
  return { roles: all, ownAccount: ownAccount || all.length === 0 };
}

/** What was not changed of jobs and accounts is left out: nobody’s edit by hand is in its way. */
function toInput({ jobs, exportedTags, ...fields }: AwsValues, saved: SavedSources): SourcesInput['aws'] {
  const { roles, ownAccount } = accountsOf({ ...fields, jobs, exportedTags });
  const wanted = wantedJobs(jobs, fields.services).map(toJob);
  const before = wantedJobs(saved?.aws.jobs.map(toFields) ?? [], fields.services).map(toJob);
  return {
    ...withSecret(fields),
    jobs: isSame(wanted, before) ? undefined : wanted,
    exportedTags: changedTags({ ...fields, jobs, exportedTags }, saved),
    roles: isSame(roles, trimmed(saved?.aws.roles ?? [])) ? undefined : roles,
    ownAccount: ownAccount === (saved?.aws.ownAccount ?? true) ? undefined : ownAccount,
  };
}

/** Of the namespaces that are measured and where something was changed: what stands at others may be odd. */
function changedTags(
  { services, jobs, exportedTags }: AwsValues,
  saved: SavedSources,
): ExportedTags | undefined {
  const before = saved?.aws.exportedTags ?? {};
  const asked = [...services.flatMap((id) => jobsOf(jobs, id)), ...wantedJobs(jobs, services)];
  const changed = Object.entries(exportedTags).filter(
    ([namespace, all]) =>
      asked.some((job) => job.namespace === namespace) && !isSame(all, before[namespace] ?? []),
  );
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

const withSecret = <Fields extends { secretAccessKey: string }>(fields: Fields) => ({
  ...fields,
  secretAccessKey: fields.secretAccessKey === '' ? undefined : fields.secretAccessKey,
});
