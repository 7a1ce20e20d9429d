import { z } from 'zod';
import { type ScrapeJob, scrapeJobs, sourceJobs } from '../../pipeline/components';
import { scrapeSecondsOf } from '../../pipeline/records';
import { proofSection } from '../look/proof';
import { planSchema, seriesLimitSchema } from '../plan';
import { line, secretLine } from '../text/line';
import { destinationInputSchema, sourcesInputSchema, wizardStateSchema } from '../wizard';
import { aggregationSection } from './aggregation';
import { labelsSchema } from './labels';

export const scrapeJobSchema = z.enum(scrapeJobs);

/** Seconds. Shorter than 5 s costs a Pi more than it tells; longer than an hour breaks every rate() in Grafana. */
const intervalSeconds = z
  .number({ error: 'Enter a number of seconds.' })
  .int('Use whole seconds.')
  .min(5, 'Use at least 5 seconds.')
  .max(3600, 'Use at most 3600 seconds (one hour).');
export const scrapeTimingSchema = z.strictObject({
  /** Of its exporter's own clock where it has one, else of vmagent. */
  intervalSeconds,
  /** Null: vmagent's own default, 10 s or the interval where that is shorter. */
  timeoutSeconds: z
    .number({ error: 'Enter a number of seconds.' })
    .int('Use whole seconds.')
    .min(1, 'Use at least 1 second.')
    .nullable()
    .default(null),
});

export const filterRuleSchema = z.strictObject({
  /** `keep`: only what matches stays. `drop`: what matches goes. */
  action: z.enum(['keep', 'drop']),
  /** A label's name; `__name__` is the metric's name. */
  label: line(64).regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'Use letters, digits and underscores.'),
  /** Regular expression (RE2) that must match the whole value. */
  pattern: line(1000).min(1, 'Enter a name or a pattern, such as node_network_.*'),
});
export const filterSchema = z.strictObject({
  /** `slim`: the list of useful metrics that ships with Weir. `full`: all that the source offers. */
  mode: z.enum(['slim', 'full']),
  /** Own rules, after the list, in this order. */
  rules: z.array(filterRuleSchema).max(50, 'Use at most 50 rules for a source.').default([]),
});

/** vmagent takes a smaller cap as this one (VictoriaMetrics, lib/persistentqueue). */
export const LEAST_BUFFER_BYTES = 512 * 1024 * 1024;
const bufferBytes = z
  .number({ error: 'Enter a size.' })
  .refine((bytes) => bytes <= Number.MAX_SAFE_INTEGER, {
    error: 'No disk of a Pi is that large.',
    abort: true,
  })
  .int()
  .min(LEAST_BUFFER_BYTES, 'vmagent’s smallest buffer is 512 MiB.');
const retentionDays = z
  .number({ error: 'Enter a number of days.' })
  .int('Use whole days.')
  .min(1, 'Keep at least one day.')
  .max(3650, 'Use at most 3650 days (ten years).');
const hostName = line(253)
  .toLowerCase()
  .regex(
    /^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*$/,
    'A host name has letters, digits, hyphens and dots, without http:// and port.',
  );

/** Of any form, as far as it can be worked with at all. */
const number = z.number({ error: 'Enter a number.' });
const url = line(4096);
const secret = secretLine(4096).optional();
const planOf = (value: z.ZodType<number | null>) =>
  ({ series: value, pointsPerMinute: value, maxSeries: value }) as const;
/** No scrape may last until the next one. */
function checkTimeouts(
  timings: Partial<Record<ScrapeJob, z.infer<typeof scrapeTimingSchema>>>,
  context: z.RefinementCtx,
): void {
  for (const job of scrapeJobs) {
    const timing = timings[job];
    if (!timing?.timeoutSeconds) continue;
    const most = scrapeSecondsOf(job, timing.intervalSeconds);
    if (timing.timeoutSeconds <= most) continue;
    const message =
      most === timing.intervalSeconds
        ? 'The timeout cannot be longer than the interval.'
        : `The timeout cannot be longer than ${most} s: vmagent scrapes this job that often.`;
    context.addIssue({ code: 'custom', path: [job, 'timeoutSeconds'], message });
  }
}

/** A row that is missing in the file is missing here. */
const perJob = <Value extends z.ZodType>(value: Value) => z.partialRecord(scrapeJobSchema, value);

const perSource = <Value extends z.ZodType>(value: Value) => z.partialRecord(z.enum(sourceJobs), value);

/**
 * The sections of the settings, in the order in which a change is worked in; each is a key in a change and in
 * `weir.yaml`. `change`: what can be set. `input`: what a form sends, which sends along what stands in the files, odd as
 * it may be. `view`: what is shown.
 */
export const sectionSchemas = {
  destination: {
    change: destinationInputSchema,
    input: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('local') }),
      z.object({ kind: z.literal('grafana-cloud'), url, instanceId: line(1024), token: secret }),
      z.object({ kind: z.literal('other'), url, username: line(1024).default(''), password: secret }),
    ]),
    view: wizardStateSchema.shape.destination.unwrap(),
  },
  proof: proofSection,
  sources: {
    change: sourcesInputSchema,
    input: sourcesInputSchema,
    view: wizardStateSchema.shape.sources.unwrap(),
  },
  scrape: {
    change: perJob(scrapeTimingSchema).superRefine(checkTimeouts),
    input: perJob(
      z.strictObject({ intervalSeconds: number, timeoutSeconds: number.nullable().default(null) }),
    ),
    view: perJob(
      z.object({
        intervalSeconds: z.number(),
        timeoutSeconds: z.number().nullable(),
        /** How often vmagent scrapes it: the interval, unless its exporter has a clock of its own. */
        scrapeSeconds: z.number(),
        /** Its source is on. */
        isOn: z.boolean(),
      }),
    ),
  },
  labels: {
    change: labelsSchema,
    input: z.record(z.string().max(1024), z.string().max(16_384)),
    view: z.record(z.string(), z.string()),
  },
  filters: {
    change: perJob(filterSchema),
    input: perJob(filterSchema),
    view: perJob(
      filterSchema.extend({
        /** Rules in the file that a form cannot show; they stay as they are. */
        handWritten: z.number().int(),
      }),
    ),
  },
  aggregation: aggregationSection,
  buffer: {
    change: z.strictObject({ maxBytes: bufferBytes }),
    input: z.strictObject({ maxBytes: number }),
    view: z.object({
      maxBytes: z.number(),
      leastBytes: z.number(),
      /** What is free on the buffer's disk, with what the buffer holds, less a reserve; null where unknown. */
      mostBytes: z.number().nullable(),
    }),
  },
  retention: {
    change: z.strictObject({ days: retentionDays }),
    input: z.strictObject({ days: number }),
    view: z.object({ days: z.number() }),
  },
  plan: {
    change: planSchema,
    input: z.strictObject(planOf(number.nullable())),
    view: z.object(planOf(z.number().nullable())),
  },
  seriesLimits: {
    change: perSource(seriesLimitSchema),
    input: perSource(number.nullable()),
    view: perSource(z.number().nullable()),
  },
  panel: {
    change: z.strictObject({
      allowedHosts: z.array(hostName).max(20, 'Use at most 20 names.').optional(),
      /** vmagent scrapes the panel too, as the job `weir`. */
      ownMetrics: z.boolean().optional(),
    }),
    input: z.strictObject({
      allowedHosts: z.array(z.string().trim().toLowerCase().max(1024)).max(200).optional(),
      ownMetrics: z.boolean().optional(),
    }),
    view: z.object({ hostName: z.string(), allowedHosts: z.array(z.string()), ownMetrics: z.boolean() }),
  },
};
type Sections = typeof sectionSchemas;
export type SettingsSection = keyof Sections;
export const settingsSections = Object.keys(sectionSchemas) as SettingsSection[];

/** The schemas of one kind, by section. */
export function schemasOf<Kind extends keyof Sections[SettingsSection]>(kind: Kind) {
  return Object.fromEntries(settingsSections.map((name) => [name, sectionSchemas[name][kind]])) as {
    [S in SettingsSection]: Sections[S][Kind];
  };
}
