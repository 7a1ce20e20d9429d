import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import type { JobSettings } from '@/lib/pipeline/sources/aws/job';
import { YACE_LENGTH, YACE_PERIOD } from '@/lib/pipeline/sources/aws/job-issues';
import { isNamespace } from '@/lib/pipeline/sources/aws/namespaces';
import { awsJobSchema, type ExportedTags } from '@/lib/schemas/aws/job';

/** What stands in a file, whatever it is. */
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const record = (value: unknown): Record<string, unknown> => Object(value) as Record<string, unknown>;

/** What YACE reads as a text: a number that stands without quotes, too. */
const isText = (value: unknown) => typeof value === 'string' || typeof value === 'number';
export const textOf = (value: unknown): string => (isText(value) ? String(value) : '');

/** A discovery job that forms can change. */
export interface KnownJob {
  /** In `discovery.jobs`. */
  index: number;
  settings: JobSettings;
}

const texts = (value: unknown): string[] | null =>
  Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : null;
/** YACE takes 0 for nothing. */
const seconds = (value: unknown) => (typeof value === 'number' && value !== 0 ? value : null);
const flag = (value: unknown) => (typeof value === 'boolean' ? value : null);

/**
 * What a job asks for, with what YACE takes where it says nothing; null: it is one that no form changes, such as one
 * without dimensions. @param job of `discovery.jobs`
 */
export function settingsOf(job: unknown): JobSettings | null {
  const { type, dimensionNameRequirements, period, length, delay, nilToZero, statistics, ...more } =
    record(job);
  const dimensions = texts(dimensionNameRequirements);
  if (typeof type !== 'string' || !isNamespace(type) || dimensions === null) return null;
  const metrics = listOf(more.metrics).map((given) => {
    const metric = record(given);
    return {
      name: typeof metric.name === 'string' ? metric.name : '',
      statistics: texts(metric.statistics ?? statistics ?? []) ?? [''],
      nilToZero: flag(metric.nilToZero) ?? flag(nilToZero) ?? false,
      period: seconds(metric.period),
      length: seconds(metric.length),
    };
  });
  const given = listOf(more.searchTags).map(record);
  if (!given.every(({ key, value }) => isText(key) && isText(value))) return null;
  const searchTags = given.map(({ key, value }) => ({ key: textOf(key), value: textOf(value) }));
  const settings = {
    ...{ namespace: type, dimensions, metrics, searchTags },
    period: seconds(period) ?? YACE_PERIOD,
    length: seconds(length) ?? YACE_LENGTH,
    delay: seconds(delay) ?? 0,
  };
  const isOnce = new Set(metrics.map(({ name }) => name)).size === metrics.length;
  const parsed = awsJobSchema.safeParse(settings);
  return isOnce && parsed.success && isDeepStrictEqual(parsed.data, settings) ? settings : null;
}

/** The discovery jobs that forms can change. @param config all of YACE’s file */
export const knownJobs = (config: unknown): KnownJob[] =>
  listOf(record(record(config).discovery).jobs).flatMap((job, index) => {
    const settings = settingsOf(job);
    return settings === null ? [] : [{ index, settings }];
  });

/** Tags that become labels, by namespace; what is no list of texts is left out. @param config all of YACE’s file */
export function exportedTagsIn(config: unknown): ExportedTags {
  const all = record(record(record(config).discovery).exportedTagsOnMetrics);
  return Object.fromEntries(
    Object.entries(all).flatMap(([namespace, tags]) =>
      Array.isArray(tags) && tags.every(isText) ? [[namespace, tags.map(textOf)]] : [],
    ),
  );
}
