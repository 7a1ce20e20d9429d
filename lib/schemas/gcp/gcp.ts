import { z } from 'zod';
import { type GcpOptions, gcpDefaults, gcpServiceIds } from '../../pipeline/sources/gcp/services';
import { line, SECRET } from '../text/line';

/** The key file is JSON of about 2 kB; anything over 16 kB is not one. */
export const GCP_KEY_MAX_BYTES = 16 * 1024;
/** One exporter collects all of them at once. */
export const GCP_MOST_PROJECTS = 20;

/** The form of a project's ID, of a domain (example.com:my-project) or of an early one too; also its number. */
export const gcpProjectIdSchema = line(128).regex(
  /^(?:[a-z0-9][a-z0-9.-]{0,60}\.[a-z][a-z0-9-]{0,60}:)?[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  'A project ID has small letters, digits and hyphens, such as my-project-123 or example.com:my-project-123.',
);

const seconds = z.number({ error: 'Enter a number of seconds.' });
const options = {
  windowSeconds: seconds,
  offsetSeconds: seconds,
  ingestDelay: z.boolean(),
  sumDeltas: z.boolean(),
  sumSeconds: seconds,
  timeoutSeconds: seconds,
} satisfies Record<keyof GcpOptions, z.ZodType>;
const texts = (most: number, words: string) => z.array(line(1024).min(1)).max(most, words);

/** Left out, but for the project: as config/gcp/metrics.flags has it. Names of any form: what stands there must not stop a change of something else. */
export const gcpInputSchema = z.object({
  enabled: z.boolean(),
  projectId: line(1024).default(''),
  /** Read with the same key. */
  moreProjects: texts(100, 'Use at most 100 projects.').optional(),
  keyJson: z.string().max(GCP_KEY_MAX_BYTES, 'This file is too large for a key.').meta(SECRET).optional(),
  services: z
    .array(z.enum(gcpServiceIds, `A service is one of ${gcpServiceIds.join(', ')}.`))
    .max(100)
    .optional(),
  /** Beginnings of names of metrics that are asked for beside these. */
  prefixes: texts(500, 'Use at most 500 prefixes.').optional(),
  /** What is left out of all that. */
  filters: texts(500, 'Use at most 500 filters.').optional(),
  ...z.object(options).partial().shape,
});

const ofView = z.object({ ...options, moreProjects: z.array(z.string()), filters: z.array(z.string()) });
export const gcpViewSchema = z.object({
  enabled: z.boolean(),
  projectId: z.string(),
  /** `client_email` of the key file, or null. */
  keyEmail: z.string().nullable(),
  services: z.array(z.enum(gcpServiceIds)),
  prefixes: z.array(z.string()),
  ...ofView.partial().shape,
});
export type GcpView = z.infer<typeof gcpViewSchema>;

/** What the exporter does where a view does not say. */
export const viewedOptions = (view: GcpView | undefined): GcpOptions => ({ ...gcpDefaults, ...view });

/** Null, or left out: as the files have it; answers of an earlier release have none. */
export const gcpAnswersSchema = z.object({
  enabled: z.boolean(),
  projectId: z.string(),
  keyJson: z.string().nullable(),
  services: z.array(z.enum(gcpServiceIds)).nullable().default(null),
  prefixes: z.array(z.string()).nullable().default(null),
  ...ofView.partial().shape,
});
