import { z } from 'zod';
import { scrapeJobs, sourceJobs } from '../../pipeline/components';
import { fileDiffSchema } from '../file-diff';
import { bufferChoices } from '../plain';
import { serviceNameSchema } from '../snapshot';
import { line } from '../text/line';
import {
  type filterRuleSchema,
  filterSchema,
  schemasOf,
  scrapeJobSchema,
  type scrapeTimingSchema,
  settingsSections,
} from './sections';

export type ScrapeJob = z.infer<typeof scrapeJobSchema>;
export type ScrapeTiming = z.infer<typeof scrapeTimingSchema>;
export type FilterRule = z.infer<typeof filterRuleSchema>;
export type Filter = z.infer<typeof filterSchema>;
export type BufferChoice = (typeof bufferChoices)[number];

const besides = {
  /** Answer to the preview’s question on a buffer that is not empty. */
  waiting: z.enum(bufferChoices).optional(),
  /** Why, for the history; in the owner's words. */
  reason: line(200).optional(),
};
/** A change of any sections: content of `weir.yaml`. What is left out stays. */
export const settingsChangeSchema = z.strictObject(schemasOf('change')).partial().extend(besides);
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

/**
 * A change as a form sends it: body of `PUT /api/settings`. What is new in it has to fit `settingsChangeSchema`
 * (`newIssues`).
 */
export const settingsInputSchema = z.strictObject(schemasOf('input')).partial().extend(besides);
export type SettingsInput = z.infer<typeof settingsInputSchema>;

/** A job that no form changes: the owner's own, or one of a file that `scrape_config_files` names. */
export const ownJobSchema = z.object({
  job: z.string(),
  /** Inside the stack folder. */
  file: z.string(),
  /** Those that the file names itself, the first ones. */
  targets: z.array(z.string()),
  hasMore: z.boolean(),
});
export type OwnJob = z.infer<typeof ownJobSchema>;

/** `GET /api/settings`: what the files say, secrets masked. */
export const settingsSchema = z.object({
  /** Names the state of all files; sent back as `If-Match`. */
  revision: z.string(),
  ...schemasOf('view'),
  ownJobs: z.array(ownJobSchema),
  /** Sections, or single fields, that a form cannot change, because of an edit by hand, with the reason. */
  locked: z.partialRecord(
    z.enum([
      ...settingsSections,
      ...scrapeJobs.map((job) => `scrape.${job}` as const),
      ...sourceJobs.map((job) => `seriesLimits.${job}` as const),
      'sources.aws.regions',
      'sources.aws.services',
      'sources.aws.roles',
      'sources.gcp.services',
      'sources.gcp.prefixes',
      'sources.gcp.moreProjects',
      'sources.gcp.filters',
      'sources.gcp.options',
    ]),
    z.string(),
  ),
});
export type Settings = z.infer<typeof settingsSchema>;

/** What a change does to a service, the least disruptive first. */
export const effectKinds = ['hot-secret', 'reload', 'rescan', 'recreate', 'create', 'remove'] as const;
export const effectSchema = z.object({ kind: z.enum(effectKinds), service: serviceNameSchema });
export type Effect = z.infer<typeof effectSchema>;

/** `POST /api/settings/preview`, `GET /api/revisions/[id]/preview`: what would happen. Nothing is changed by asking. */
export const changePreviewSchema = z.object({
  /** State of the files that the preview was made for. */
  revision: z.string(),
  files: z.array(fileDiffSchema),
  effects: z.array(effectSchema),
  /** The consequence in plain words, one sentence each; empty when nothing changes. */
  words: z.array(z.string()),
  /** What stands in the way. `field` is a path in the change, such as `scrape.yace.intervalSeconds`. */
  problems: z.array(z.object({ message: z.string(), hint: z.string(), field: z.string().nullable() })),
  /** Samples wait for the address that is given up: `waiting` must say what becomes of them. */
  question: z.object({ waitingBytes: z.number(), choices: z.array(z.enum(bufferChoices)) }).nullable(),
});
export type ChangePreview = z.infer<typeof changePreviewSchema>;

/** Answer of every change: the task to watch, or null when the files are already so. */
export const changeStartedSchema = z.object({ taskId: z.string().nullable() });
export type ChangeStarted = z.infer<typeof changeStartedSchema>;

/**
 * Step ids of an `apply` task, in order: `watch` only of an update, and the last one only where a cloud is asked in another
 * way than before.
 */
export const applyStepIds = ['check', 'write', 'act', 'verify', 'watch', 'sources'] as const;

/** `POST /api/settings/filters/preview`: the job's filter on the series that it offers right now. */
export const filterPreviewInputSchema = z.strictObject({
  job: scrapeJobSchema,
  filter: filterSchema,
  /** Asking Google Cloud’s exporter is a collection that is paid for; without this it is not asked. */
  mayCost: z.boolean().default(false),
});
export type FilterPreviewInput = z.infer<typeof filterPreviewInputSchema>;
export const filterPreviewSchema = z.object({
  /** Series that the source offers. */
  offered: z.number().int(),
  kept: z.number().int(),
  /** With the filter that is in use now. */
  keptNow: z.number().int(),
  /** Rules of the file that are in none of these figures, a sentence each with the reason. */
  unjudged: z.array(z.string()),
  /** Panels and alert rules that have something now and would find nothing, in a sentence; null: none. */
  emptied: z.string().nullable(),
  /** Metrics with their series, most series first, at most 500. */
  metrics: z.array(z.object({ name: z.string(), series: z.number().int(), kept: z.number().int() })),
});
export type FilterPreview = z.infer<typeof filterPreviewSchema>;
