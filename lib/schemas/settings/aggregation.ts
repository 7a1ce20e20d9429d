import { z } from 'zod';
import { scrapeJobs } from '../../pipeline/components';
import { isNamedToGrow } from '../../pipeline/growing';
import { line } from '../text/line';

/**
 * How one series is made of many. `counter`: what they grow by, added up. The others are for values that go up and down:
 * the newest of each added up, or the average, the highest or the lowest of all.
 */
export const aggregationHows = ['counter', 'sum', 'avg', 'max', 'min'] as const;

/** They tell this Pi, its sources and its machines apart. */
const STAYING = ['cluster', 'job', 'instance'];
const labelName = line(64)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'Use names of labels: letters, digits and underscores.')
  .refine(
    (name) => !STAYING.includes(name),
    'cluster, job and instance stay: they say where a series is from.',
  )
  .refine((name) => !name.startsWith('__'), 'Names that begin with two underscores are reserved.')
  .refine((name) => name !== 'le', 'le holds the limits of a histogram, which means nothing without them.')
  .refine((name) => name !== 'quantile', 'Quantiles cannot be put together: the result is none.');

const ruleShape = z.strictObject({
  job: z.enum(scrapeJobs),
  metric: line(200)
    .regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, 'Enter the name of one metric, such as node_cpu_seconds_total.')
    .refine(
      (name) => name !== 'up' && !name.startsWith('scrape_'),
      'What vmagent says of a scrape stays: Weir sees by it whether data arrives.',
    ),
  /** Labels that are taken away; all others stay. */
  without: z.array(labelName).max(20, 'Use at most 20 labels.'),
  how: z.enum(aggregationHows),
  /** Each series that comes out has one data point in it. */
  intervalSeconds: z
    .number({ error: 'Enter a number of seconds.' })
    .int('Use whole seconds.')
    .min(10, 'Use at least 10 seconds.')
    .max(3600, 'Use at most 3600 seconds (one hour).'),
});
export type AggregationRule = z.infer<typeof ruleShape>;

export const aggregationRuleSchema = ruleShape.superRefine(({ metric, without, how }, context) => {
  if (without.length === 0) context.addIssue({ code: 'custom', message: 'Name at least one label.' });
  if (how === 'counter' || !/_(?:bucket|total)$/.test(metric) || !isNamedToGrow(metric)) return;
  context.addIssue({
    code: 'custom',
    path: ['how'],
    message: 'By its name this is a counter. Put together in any other way, rate() of it means nothing.',
  });
});

const rules = z
  .array(aggregationRuleSchema)
  .max(50, 'Use at most 50 rules.')
  .superRefine((all, context) => {
    all.forEach(({ job, metric }, i) => {
      const first = all.findIndex((other) => other.job === job && other.metric === metric);
      if (first === i) return;
      const message = `Rule ${first + 1} has this metric already, and both would send it under one name.`;
      context.addIssue({ code: 'custom', path: [i, 'metric'], message });
    });
  });

export const aggregationSection = {
  change: z.strictObject({ rules }),
  input: z.strictObject({
    rules: z
      .array(
        z.strictObject({
          ...ruleShape.shape,
          metric: line(1024),
          without: z.array(line(1024)).max(200),
          intervalSeconds: z.number({ error: 'Enter a number.' }),
        }),
      )
      .max(200),
  }),
  view: z.object({
    rules: z.array(ruleShape),
    /** Rules of the file that a form cannot show, by what they match; they stay as they are. */
    handWritten: z.array(z.string()),
  }),
};

/** In seconds: rate() wants two values in the five minutes that dashboards and alert rules look back. */
export const LONGEST_WITHOUT_GAPS = 150;

/** Metrics of a source that are shown, those with most series. */
export const METRICS_TO_CHOOSE = 60;

/** `POST /api/settings/aggregation/preview`: what could be put together of what a job offers at this moment. */
export const aggregationPreviewInputSchema = z.strictObject({
  job: z.enum(scrapeJobs),
  /** Of which its labels are counted; left out: the list alone. */
  metric: line(200).optional(),
  without: z.array(line(64)).max(20).default([]),
  /** A collection that is billed may be made. */
  mayCost: z.boolean().default(false),
});
export type AggregationPreviewInput = z.infer<typeof aggregationPreviewInputSchema>;

/** Figures are of what the filter in use keeps. All texts in it are the target's own, untrusted. */
export const aggregationPreviewSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('read'),
    /** Most series first; a metric of one series is none of them. */
    metrics: z.array(z.object({ name: z.string(), type: z.string().nullable(), series: z.number().int() })),
    /** Null: none was asked for, or the source does not offer it now. */
    metric: z
      .object({
        type: z.string().nullable(),
        series: z.number().int(),
        /** Series without the labels that were asked for. */
        after: z.number().int(),
        /** How many values each has, and how many series there are without it alone. */
        labels: z.array(z.object({ name: z.string(), values: z.number().int(), after: z.number().int() })),
      })
      .nullable(),
  }),
  /** Nobody has looked for a while, and looking is billed: by whom, and by what terms. */
  z.object({ state: z.literal('costs'), by: z.string(), terms: z.string() }),
]);
export type AggregationPreview = z.infer<typeof aggregationPreviewSchema>;
