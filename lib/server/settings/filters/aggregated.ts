import 'server-only';
import { hash } from 'node:crypto';
import { ownBill } from '@/lib/pipeline/records';
import {
  type AggregationPreview,
  type AggregationPreviewInput,
  METRICS_TO_CHOOSE,
} from '@/lib/schemas/settings/aggregation';
import { AppError } from '../../errors';
import type { Call } from '../../http/call';
import { scrapeNow } from '../../live/scrape-now';
import { type Family, familyOf } from '../../vmagent/families';
import { plainText } from '../../vmagent/plain-text';
import type { Series, TimedSample } from '../../vmagent/series';
import { inTurn } from '../../wait';
import { readAbout } from './about';
import { addedLabels, eachOffered, filterOf } from './offered';
import { readRules, type SeriesFilter } from './rules';

const MAX_NAME = 200;
/** Each is remembered once for each of its labels. */
const MAX_SERIES = 20_000;
const MAX_LABELS = 40;
/** They come from vmagent, and stay. */
const ADDED = ['__name__', 'job', 'instance', 'cluster'];

/**
 * What could be put together of what a job's target answers at this moment; changes nothing.
 * @throws AppError invalid-stack: the files have no such job; too-large; as `scrapeNow`
 */
export async function previewAggregation({
  body: { job, metric, without, mayCost },
}: Pick<Call<AggregationPreviewInput>, 'body'>): Promise<AggregationPreview> {
  const { texts, now } = await filterOf(job);
  const scrape = await scrapeNow(job, texts, mayCost);
  const bill = ownBill(job);
  if (scrape === null) return { state: 'costs', by: bill?.by ?? '', terms: bill?.terms ?? '' };
  const { keeps } = readRules(now.items.map(({ value }) => value));
  const added = addedLabels(job);
  const isKept: SeriesFilter = (series) => keeps(new Map([...series, ...added]));
  return inTurn('answers', () => putTogether(scrape.text, isKept, { metric, without }));
}

/** @throws AppError too-large */
export async function putTogether(
  text: string,
  isKept: SeriesFilter,
  { metric, without }: Pick<AggregationPreviewInput, 'metric' | 'without'>,
): Promise<AggregationPreview> {
  const about = new Map<string, Family>();
  const counts = new Map<string, number>();
  const labels = new Map<string, { values: Set<number>; left: Set<number> }>();
  const left = new Set<number>();
  const onSample = ({ name, series }: TimedSample) => {
    if (!isKept(series)) return;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    if (name !== metric) return;
    if ((counts.get(name) ?? 0) > MAX_SERIES)
      throw new AppError('too-large', `${plainText(name, MAX_NAME)} has more than ${MAX_SERIES} series.`);
    left.add(keyWithout(series, without));
    for (const [label, value] of series) {
      if (ADDED.includes(label) || (labels.size >= MAX_LABELS && !labels.has(label))) continue;
      const seen = labels.get(label) ?? { values: new Set(), left: new Set() };
      labels.set(label, seen);
      seen.values.add(hashOf(value));
    }
  };
  await eachOffered(text, { onSample, onComment: (line) => readAbout(about, line) });
  // A series that lacks a label counts among those that are left, too.
  const count = ({ name, series }: TimedSample) => {
    if (name !== metric || !isKept(series)) return;
    for (const [label, seen] of labels) seen.left.add(keyWithout(series, [label]));
  };
  if (labels.size > 0) await eachOffered(text, { onSample: count });

  const typeOf = (name: string) => familyOf(about, name).type;
  const most = [...counts]
    .filter(([, series]) => series > 1)
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .slice(0, METRICS_TO_CHOOSE);
  const series = metric === undefined ? undefined : counts.get(metric);
  return {
    state: 'read',
    metrics: most.map(([name, each]) => ({
      name: plainText(name, MAX_NAME) ?? '',
      type: typeOf(name),
      series: each,
    })),
    metric:
      metric === undefined || series === undefined
        ? null
        : {
            type: typeOf(metric),
            series,
            after: left.size,
            labels: [...labels].map(([name, seen]) => ({
              name: plainText(name, MAX_NAME) ?? '',
              values: seen.values.size,
              after: seen.left.size,
            })),
          },
  };
}

/** Stands for a series without some of its labels. */
function keyWithout(series: Series, without: readonly string[]): number {
  const rest = [...series].filter(([name]) => !without.includes(name));
  return hashOf(JSON.stringify(rest.sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** A number takes a tenth of the memory of what it stands for. */
const hashOf = (text: string) => hash('sha1', text, 'buffer').readUIntBE(0, 6);
