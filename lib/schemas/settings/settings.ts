import { z } from 'zod';
import { fileDiffSchema } from '../file-diff';
import { line } from '../line';
import { bufferChoices, scrapeJobs } from '../plain';
import { planSchema } from '../plan';
import { destinationKinds, serviceNameSchema } from '../snapshot';
import { destinationInputSchema, secretInfoSchema, sourcesInputSchema, wizardStateSchema } from '../wizard';
import { labelsSchema } from './labels';

export const scrapeJobSchema = z.enum(scrapeJobs);
export type ScrapeJob = z.infer<typeof scrapeJobSchema>;
const scrapeFields = scrapeJobs.map((job) => `scrape.${job}` as const);

/** The parts of the settings; each has a form, a key in a change and a key in `weir.yaml`. */
export const settingsSections = [
  'destination',
  'sources',
  'scrape',
  'labels',
  'filters',
  'buffer',
  'retention',
  'plan',
  'panel',
] as const;
export type SettingsSection = (typeof settingsSections)[number];

/** Seconds. Shorter than 5 s costs a Pi more than it tells; longer than an hour breaks every rate() in Grafana. */
const intervalSeconds = z
  .number({ error: 'Enter a number of seconds.' })
  .int('Use whole seconds.')
  .min(5, 'Use at least 5 seconds.')
  .max(3600, 'Use at most 3600 seconds (one hour).');
export const scrapeTimingSchema = z
  .strictObject({
    intervalSeconds,
    /** Null: vmagent's own default, 10 s or the interval where that is shorter. */
    timeoutSeconds: z
      .number({ error: 'Enter a number of seconds.' })
      .int('Use whole seconds.')
      .min(1, 'Use at least 1 second.')
      .nullable()
      .default(null),
  })
  .refine(({ intervalSeconds: most, timeoutSeconds }) => timeoutSeconds === null || timeoutSeconds <= most, {
    message: 'The timeout cannot be longer than the interval.',
    path: ['timeoutSeconds'],
  });
export type ScrapeTiming = z.infer<typeof scrapeTimingSchema>;

export const filterRuleSchema = z.strictObject({
  /** `keep`: only what matches stays. `drop`: what matches goes. */
  action: z.enum(['keep', 'drop']),
  /** A label's name; `__name__` is the metric's name. */
  label: line(64).regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'Use letters, digits and underscores.'),
  /** Regular expression (RE2) that must match the whole value. */
  pattern: line(1000).min(1, 'Enter a name or a pattern, such as node_network_.*'),
});
export type FilterRule = z.infer<typeof filterRuleSchema>;
export const filterSchema = z.strictObject({
  /** `slim`: the list of useful metrics that ships with Weir. `full`: all that the source offers. */
  mode: z.enum(['slim', 'full']),
  /** Own rules, after the list, in this order. */
  rules: z.array(filterRuleSchema).max(50, 'Use at most 50 rules for a source.').default([]),
});
export type Filter = z.infer<typeof filterSchema>;

/** vmagent takes a smaller cap as this one (VictoriaMetrics, lib/persistentqueue). */
export const LEAST_BUFFER_BYTES = 512 * 1024 * 1024;
export const bufferSchema = z.strictObject({
  maxBytes: z
    .number({ error: 'Enter a size.' })
    .refine((bytes) => bytes <= Number.MAX_SAFE_INTEGER, {
      error: 'No disk of a Pi is that large.',
      abort: true,
    })
    .int()
    .min(LEAST_BUFFER_BYTES, 'vmagent’s smallest buffer is 512 MiB.'),
});
export const retentionSchema = z.strictObject({
  days: z
    .number({ error: 'Enter a number of days.' })
    .int('Use whole days.')
    .min(1, 'Keep at least one day.')
    .max(3650, 'Use at most 3650 days (ten years).'),
});
export const panelSettingsSchema = z.strictObject({
  allowedHosts: z
    .array(
      line(253)
        .toLowerCase()
        .regex(
          /^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*$/,
          'A host name has letters, digits, hyphens and dots, without http:// and port.',
        ),
    )
    .max(20, 'Use at most 20 names.')
    .optional(),
  /** vmagent scrapes the panel too, as the job `weir`. */
  ownMetrics: z.boolean().optional(),
});

export type BufferChoice = (typeof bufferChoices)[number];

/** A change of any sections: body of `PUT /api/settings` and content of `weir.yaml`. What is left out stays. */
export const settingsChangeSchema = z.strictObject({
  destination: destinationInputSchema.optional(),
  sources: sourcesInputSchema.optional(),
  scrape: z.partialRecord(scrapeJobSchema, scrapeTimingSchema).optional(),
  labels: labelsSchema.optional(),
  filters: z.partialRecord(scrapeJobSchema, filterSchema).optional(),
  buffer: bufferSchema.optional(),
  retention: retentionSchema.optional(),
  plan: planSchema.optional(),
  panel: panelSettingsSchema.optional(),
  /** Answer to the plan's question on a buffer that is not empty. */
  waiting: z.enum(bufferChoices).optional(),
  /** Why, for the history; in the owner's words. */
  reason: line(200).optional(),
});
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

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
  destination: z.object({
    kind: z.enum(destinationKinds),
    url: z.string(),
    username: z.string(),
    secret: secretInfoSchema,
  }),
  sources: wizardStateSchema.shape.sources.unwrap(),
  /** A job that is missing in the file is missing here. */
  scrape: z.partialRecord(
    scrapeJobSchema,
    z.object({
      intervalSeconds: z.number(),
      timeoutSeconds: z.number().nullable(),
      /** Its source is on. */
      isOn: z.boolean(),
    }),
  ),
  ownJobs: z.array(ownJobSchema),
  labels: z.record(z.string(), z.string()),
  filters: z.partialRecord(
    scrapeJobSchema,
    filterSchema.extend({
      /** Rules in the file that a form cannot show; they stay as they are. */
      handWritten: z.number().int(),
    }),
  ),
  buffer: z.object({
    maxBytes: z.number(),
    leastBytes: z.number(),
    /** What is free on the buffer's disk, with what the buffer holds, less a reserve; null where unknown. */
    mostBytes: z.number().nullable(),
  }),
  retention: z.object({ days: z.number() }),
  /** What the files say, within the limits of a change or not. */
  plan: z.object({
    series: z.number().nullable(),
    pointsPerMinute: z.number().nullable(),
    maxSeries: z.number().nullable(),
  }),
  panel: z.object({ hostName: z.string(), allowedHosts: z.array(z.string()), ownMetrics: z.boolean() }),
  /** Sections, or single fields, that a form cannot change, because of an edit by hand, with the reason. */
  locked: z.partialRecord(z.enum([...settingsSections, ...scrapeFields, 'sources.aws.regions']), z.string()),
});
export type Settings = z.infer<typeof settingsSchema>;

/** What a change does to a service, the least disruptive first. */
export const effectKinds = ['hot-secret', 'reload', 'rescan', 'recreate', 'create', 'remove'] as const;
export const effectSchema = z.object({ kind: z.enum(effectKinds), service: serviceNameSchema });
export type Effect = z.infer<typeof effectSchema>;

/** `POST /api/settings/plan`, `GET /api/revisions/[id]/plan`: what would happen. Nothing is changed by asking. */
export const changePlanSchema = z.object({
  /** State of the files that the plan was made for. */
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
export type ChangePlan = z.infer<typeof changePlanSchema>;

/** Answer of every change: the job to watch, or null when the files are already so. */
export const changeStartedSchema = z.object({ jobId: z.string().nullable() });
export type ChangeStarted = z.infer<typeof changeStartedSchema>;

/** Step ids of an `apply` job, in order. */
export const applyStepIds = ['check', 'write', 'act', 'verify'] as const;

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
  /** Metrics with their series, most series first, at most 500. */
  metrics: z.array(z.object({ name: z.string(), series: z.number().int(), kept: z.number().int() })),
});
export type FilterPreview = z.infer<typeof filterPreviewSchema>;
