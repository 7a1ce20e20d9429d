import 'server-only';
import { z } from 'zod';
import { serviceUrl } from '../env';
import { AppError } from '../errors';
import { jsonIn } from '../json';
import { request } from '../vmagent/http';

const LIMIT_MS = 5_000;
const MAX_BYTES = 2 * 1024 * 1024;

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

const labelsSchema = z.record(z.string(), z.string());
const sampleSchema = z.tuple([z.number(), z.string()]);
/** Of a part of the data, as a cluster with a node down gives it, nothing can be concluded. */
const resultOf = <T extends z.ZodType>(one: T) =>
  z.object({
    status: z.literal('success'),
    isPartial: z.literal(false).optional(),
    data: z.object({ result: z.array(one) }),
  });
const coursesSchema = resultOf(z.object({ metric: labelsSchema, values: z.array(sampleSchema) }));
const valuesSchema = resultOf(z.object({ metric: labelsSchema, value: sampleSchema }));

/**
 * What the store on this Pi has of an expression over time.
 * @throws AppError as `request`; service-unhealthy for an answer that is none
 */
export async function askCourses(promql: string, grid: Grid): Promise<StoredCourse[]> {
  const { startSeconds, stepSeconds, points } = grid;
  const found = await ask('query_range', coursesSchema, {
    query: promql,
    start: String(startSeconds),
    end: String(startSeconds + (points - 1) * stepSeconds),
    step: `${stepSeconds}s`,
    // Without it the store moves the moments, and leaves out the newest half minute.
    nocache: '1',
  });
  return found.map(({ metric, values }) => ({ labels: metric, values: onGrid(values, grid) }));
}

/** The newest values that it has of an expression. @throws AppError as `askCourses` */
export async function askNewest(promql: string): Promise<StoredValue[]> {
  return numbersOf(await ask('query', valuesSchema, { query: promql, nocache: '1' }));
}

/** The values in the body of an answer to a query; null: it is none. @param body untrusted */
export function valuesIn(body: string): StoredValue[] | null {
  const { data } = valuesSchema.safeParse(jsonIn(body));
  return data ? numbersOf(data.data.result) : null;
}

/** More is no measurement, and no chart can draw it. */
const MOST = 1e18;
const isNumber = (value: number) => Math.abs(value) <= MOST;

/** None that is no number. */
const numbersOf = (found: z.infer<typeof valuesSchema>['data']['result']): StoredValue[] =>
  found
    .map(({ metric, value: [, text] }) => ({ labels: metric, value: Number(text) }))
    .filter(({ value }) => isNumber(value));

async function ask<T>(
  path: string,
  schema: z.ZodType<{ data: { result: T[] } }>,
  query: Record<string, string>,
): Promise<T[]> {
  const values = new URLSearchParams({ ...query, timeout: `${LIMIT_MS / 1000}s` });
  const { status, body } = await request(`${serviceUrl('victoria-metrics')}/api/v1/${path}?${values}`, {
    timeoutMs: LIMIT_MS,
    maxBytes: MAX_BYTES,
  });
  const read = schema.safeParse(jsonIn(body));
  if (status !== 200 || !read.success)
    throw new AppError('service-unhealthy', 'The store gives no answer to a query.');
  return read.data.data.result;
}

function onGrid(
  samples: readonly (readonly [number, string])[],
  { startSeconds, stepSeconds, points }: Grid,
): (number | null)[] {
  const values = Array<number | null>(points).fill(null);
  for (const [at, text] of samples) {
    const index = Math.round((at - startSeconds) / stepSeconds);
    const value = Number(text);
    // More digits than a chart can show are half of the answer.
    if (index >= 0 && index < points && isNumber(value)) values[index] = Number(value.toPrecision(6));
  }
  return values;
}
