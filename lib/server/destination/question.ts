import 'server-only';
import { z } from 'zod';
import { AppError } from '../errors';
import { jsonIn } from '../json';
import { plainText } from '../vmagent/plain-text';

/** Untrusted, as are their names. */
export type SeriesLabels = Readonly<Record<string, string>>;

/** Moments of the same distance. */
export interface Grid {
  startSeconds: number;
  stepSeconds: number;
  points: number;
}

/** The last so many hours up to now. */
export function gridOf(hours: number, stepSeconds: number, nowMs: number): Grid {
  const points = Math.round((hours * 3600) / stepSeconds) + 1;
  return { startSeconds: Math.floor(nowMs / 1000) - (points - 1) * stepSeconds, stepSeconds, points };
}

export interface StoredCourse {
  labels: SeriesLabels;
  /** One for each moment of the grid; null: there is none. */
  values: (number | null)[];
}
export interface StoredValue {
  labels: SeriesLabels;
  value: number;
}

/** A question as every store takes it that speaks PromQL: https://prometheus.io/docs/prometheus/latest/querying/api/ */
export interface Question<T> {
  /** Behind `/api/v1/`. */
  path: 'query' | 'query_range' | 'metadata' | 'labels' | `label/${string}/values`;
  parameters: Readonly<Record<string, string>>;
  /** An answer that is longer is not read. */
  maxBytes: number;
  /** Null: it is no answer. @param body untrusted */
  read(body: string): T[] | null;
}

/** Whoever is asked. @throws Unanswered */
export type Ask = <T>(question: Question<T>) => Promise<T[]>;

/** `one`: this question alone; `late`: it took too long; `all`: whatever is asked now, none would be answered. */
type Reach = 'one' | 'late' | 'all';

/** Why there is no answer: sentences of Weir’s own. */
export class Unanswered extends AppError {
  readonly reach: Reach;
  /** Of what refuses this question alone: its own words, as plain text. */
  readonly said: string | null;
  constructor(reach: Reach, message: string, hint?: string, said: string | null = null) {
    super('service-unhealthy', message, hint === undefined ? {} : { hint });
    this.reach = reach;
    this.said = said;
  }
}

const MAX_SAID = 300;
const refusalSchema = z.object({ error: z.string() });

/** What an answer of HTTP 400 or 422 says is wrong with the question. @param body untrusted @param secret that must not stand in it */
export function saidIn(body: string, secret = ''): string | null {
  const { data } = refusalSchema.safeParse(jsonIn(body));
  if (data === undefined) return null;
  // VictoriaMetrics repeats the whole question before it says why.
  const { error } = data;
  const asked = error.indexOf(' for (time=');
  const end = asked < 0 ? -1 : error.indexOf('): ', asked);
  const why = end < 0 ? error : error.slice(end + 3);
  return plainText(secret === '' ? why : why.replaceAll(secret, '…'), MAX_SAID);
}

const MAX_BYTES = 2 * 1024 * 1024;

const labelsSchema = z.record(z.string(), z.string());
const sampleSchema = z.tuple([z.number(), z.string()]);
/** Of a part of the data, as a cluster with a node down gives it, nothing can be concluded. */
const resultOf = <T extends z.ZodType>(one: T) =>
  z.object({
    status: z.literal('success'),
    isPartial: z.literal(false).optional(),
    data: z.object({ result: z.array(one) }),
  });
/** A native histogram has neither. */
const coursesSchema = resultOf(z.object({ metric: labelsSchema, values: z.array(sampleSchema).default([]) }));
const vectorSchema = resultOf(z.object({ metric: labelsSchema, value: sampleSchema.default([0, 'NaN']) }));
/** Of what has no series, such as `1 + 1`. VictoriaMetrics gives a series without labels. */
const scalarSchema = z.object({
  status: z.literal('success'),
  data: z
    .object({ resultType: z.literal('scalar'), result: sampleSchema })
    .transform(({ result }) => ({ result: [{ metric: {}, value: result }] })),
});
const valuesSchema = z.union([vectorSchema, scalarSchema]);

/** To VictoriaMetrics: do not move the moments, and do not leave out the newest half minute. Others pass over it. */
const AS_ASKED = { nocache: '1' };

/** An expression over time. */
export function courseOf(promql: string, grid: Grid): Question<StoredCourse> {
  const { startSeconds, stepSeconds, points } = grid;
  return {
    path: 'query_range',
    parameters: {
      query: promql,
      start: String(startSeconds),
      end: String(startSeconds + (points - 1) * stepSeconds),
      step: `${stepSeconds}s`,
      ...AS_ASKED,
    },
    maxBytes: MAX_BYTES,
    read: (body) =>
      coursesSchema
        .safeParse(jsonIn(body))
        .data?.data.result.map(({ metric, values }) => ({ labels: metric, values: onGrid(values, grid) })) ??
      null,
  };
}

/** The newest values of an expression that are numbers, by the clock of the scrapes: this Pi’s own. */
export function newestOf(promql: string, maxBytes = MAX_BYTES): Question<StoredValue> {
  const question = allNewestOf(promql, maxBytes);
  return {
    ...question,
    read: (body) => question.read(body)?.filter(({ value }) => isNumber(value)) ?? null,
  };
}

/** The same with those that are no numbers, or too large. */
export function allNewestOf(promql: string, maxBytes = MAX_BYTES): Question<StoredValue> {
  return {
    path: 'query',
    parameters: { query: promql, time: String(Date.now() / 1000), ...AS_ASKED },
    maxBytes,
    read: (body) =>
      valuesSchema
        .safeParse(jsonIn(body))
        .data?.data.result.map(({ metric, value: [, text] }) => ({ labels: metric, value: Number(text) })) ??
      null,
  };
}

/** More is no measurement, and no chart can draw it. */
export const MOST = 1e18;
export const isNumber = (value: number) => Math.abs(value) <= MOST;

function onGrid(
  samples: readonly (readonly [number, string])[],
  { startSeconds, stepSeconds, points }: Grid,
): (number | null)[] {
  const values = Array<number | null>(points).fill(null);
  for (const [at, text] of samples) {
    const index = Math.round((at - startSeconds) / stepSeconds);
    const value = Number(text);
    if (index >= 0 && index < points && isNumber(value)) values[index] = value;
  }
  const digits = digitsOf(values);
  return values.map((value) => value && Number(value.toPrecision(digits)));
}

const MOST_DIGITS = 15;

/** More digits than a chart can show are half of the answer: six of what moves, also where it moves far from zero. */
function digitsOf(values: readonly (number | null)[]): number {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value === null) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const moves = (most - least) / Math.max(Math.abs(least), Math.abs(most));
  return moves > 0 ? Math.min(MOST_DIGITS, 6 + Math.ceil(Math.max(0, -Math.log10(moves)))) : MOST_DIGITS;
}
