import { z } from 'zod';
import { line } from '../text/line';
import { scrapeJobSchema } from './sections';

export const answerParamsSchema = z.object({ job: scrapeJobSchema });

/** Which series: all that the target offers, those that the filter keeps, or those that it drops. */
export const answerParts = ['offered', 'kept', 'dropped'] as const;
export const METRICS_A_PAGE = 25;
/** Of a metric; a search finds the others. */
export const SERIES_A_METRIC = 20;

/** `GET /api/targets/[job]`: what the target of a scrape job answers at this moment. */
export const answerQuerySchema = z.object({
  /** Part of a name, of a help text, or of a series' labels as they are shown. */
  q: line(200).default(''),
  part: z.enum(answerParts).default('offered'),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  /** A collection that is billed may be made. */
  mayCost: z.enum(['true', 'false']).default('false'),
});
export type AnswerQuery = z.infer<typeof answerQuerySchema>;

/** All texts in it are the target's own, untrusted. */
const metricSchema = z.object({
  name: z.string(),
  /** `counter`, `gauge`, …, where the answer says it. */
  type: z.string().nullable(),
  help: z.string().nullable(),
  /** Series that the target offers of it. */
  series: z.number().int(),
  kept: z.number().int(),
  /** Series that fit the search; at most 20 of them are listed. */
  matching: z.number().int(),
  rows: z.array(
    z.object({
      /** `cpu="0", mode="idle"`; empty where there are none. */
      labels: z.string(),
      value: z.union([z.number(), z.enum(['NaN', '+Inf', '-Inf'])]),
      /** Of the value, where the answer says it. */
      atMs: z.number().nullable(),
      isKept: z.boolean(),
    }),
  ),
});
export type AnsweredMetric = z.infer<typeof metricSchema>;

export const answerSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('read'),
    readAtMs: z.number(),
    /** Series. */
    offered: z.number().int(),
    kept: z.number().int(),
    /** Rules of the file that are in none of these figures, a sentence each with the reason. */
    unjudged: z.array(z.string()),
    /** Metrics: all of them, and those that fit the search. */
    all: z.number().int(),
    matching: z.number().int(),
    page: z.number().int(),
    pages: z.number().int(),
    metrics: z.array(metricSchema),
  }),
  /** Nobody has looked for a while, and looking is billed: by whom, and by what terms. */
  z.object({ state: z.literal('costs'), by: z.string(), terms: z.string() }),
]);
export type Answer = z.infer<typeof answerSchema>;
export type AnswerRead = Extract<Answer, { state: 'read' }>;
