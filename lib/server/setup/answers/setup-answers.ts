import 'server-only';
import { z } from 'zod';
import type { SourceId } from '@/lib/pipeline/components';
import { sourceRecord } from '@/lib/pipeline/records';
import { awsServiceIds } from '@/lib/pipeline/sources/aws/service-ids';
import { awsFileFields } from '@/lib/schemas/aws/job';
import { gcpAnswersSchema } from '@/lib/schemas/gcp/gcp';
import { destinationKinds } from '@/lib/schemas/snapshot';
import { readState, removeState, stateFile, writeState } from '../../files/state/state-store';
import type { Settings } from '../../sources/sources';

/** The state that they are kept in. */
export const ANSWERS = 'setup-draft';
const PROGRESS = 'setup';

const answersSchema = z.object({
  destination: z
    .object({
      kind: z.enum(destinationKinds),
      url: z.string(),
      username: z.string(),
      /** Null: the one in `.env`, if it belongs to the same destination. */
      secret: z.string().nullable(),
    })
    .nullable(),
  sources: z
    .object({
      pi: z.boolean(),
      containers: z.boolean(),
      aws: z.object({
        enabled: z.boolean(),
        accessKeyId: z.string(),
        /** Null: the one in `.env`, if it belongs to the same access key. */
        secretAccessKey: z.string().nullable(),
        regions: z.array(z.string()),
        /** Null: those that YACE's file asks for; answers of an earlier release have none. */
        services: z.array(z.enum(awsServiceIds)).nullable().default(null),
        // They may be those of a file, as many and of whatever form.
        jobs: awsFileFields.jobs.nullable().default(null),
        exportedTags: awsFileFields.exportedTags.nullable().default(null),
        roles: awsFileFields.roles.nullable().default(null),
        ownAccount: z.boolean().nullable().default(null),
      }),
      gcp: gcpAnswersSchema,
    })
    .nullable(),
  cluster: z.string().nullable(),
});
/** What the wizard was told so far; null parts are unanswered. Readable by the panel's user only. */
export type SetupAnswers = z.infer<typeof answersSchema>;

const progressSchema = z.object({
  /** A launch began to start services. */
  attemptedAtMs: z.number().int().nullable(),
  /** All services of a launch came up. */
  launchedAtMs: z.number().int().nullable(),
  /** A sample was seen to be delivered. */
  deliveredAtMs: z.number().int().nullable(),
});
export type SetupProgress = z.infer<typeof progressSchema>;

const NONE: SetupProgress = { attemptedAtMs: null, launchedAtMs: null, deliveredAtMs: null };

export async function readProgress(): Promise<SetupProgress> {
  return (await readState(PROGRESS, progressSchema)) ?? NONE;
}

/** Where `wasSetUp` is kept, for who wants to know when it changes. */
export function progressFile(): string {
  return stateFile(PROGRESS);
}

/** A launch was seen to end here, or a pipeline to run that was started by other means. */
export async function wasSetUp(): Promise<boolean> {
  return (await readProgress()).launchedAtMs !== null;
}

/** Whether a pipeline of this stack folder ever delivered: until then its set-up can be corrected and tried again. */
export async function hasDelivered(): Promise<boolean> {
  return (await readProgress()).deliveredAtMs !== null;
}

export async function writeProgress(change: Partial<SetupProgress>): Promise<void> {
  await writeState(PROGRESS, { ...(await readProgress()), ...change });
}

/** The answers; once a pipeline was launched and nothing is being changed, what runs now. */
export async function readAnswers(current: Settings): Promise<SetupAnswers> {
  const answers = await readState(ANSWERS, answersSchema);
  if (answers !== null) return answers;
  if (!(await wasSetUp())) return { destination: null, sources: null, cluster: null };
  return answersFrom(current);
}

/** What the files say, as answers: each secret is the one in the files. */
export const answersFrom = (current: Settings): SetupAnswers => withoutSecrets(current);

export async function writeAnswers(answers: SetupAnswers): Promise<void> {
  await writeState(ANSWERS, answers);
}

/** Called when `.env` and the key file hold the secrets: one place is enough. */
export async function forgetAnswerSecrets(): Promise<void> {
  const answers = await readState(ANSWERS, answersSchema);
  if (answers !== null) await writeAnswers(withoutSecrets(answers));
}

export async function removeAnswers(): Promise<void> {
  await removeState(ANSWERS);
}

function withoutSecrets({ destination, sources, cluster }: SetupAnswers): SetupAnswers {
  return {
    destination: destination && { ...destination, secret: null },
    sources: sources && withoutSourceSecrets(sources),
    cluster,
  };
}

function withoutSourceSecrets(sources: NonNullable<SetupAnswers['sources']>): typeof sources {
  const bare = Object.entries(sources).map(([id, one]) => {
    const secrets = sourceRecord(id as SourceId).secretFields.map((field) => [field, null]);
    return [id, typeof one === 'boolean' ? one : { ...one, ...Object.fromEntries(secrets) }];
  });
  return Object.fromEntries(bare) as typeof sources;
}
