import 'server-only';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { patternProblem } from '@/lib/relabel-pattern';
import type { Filter, FilterPreview, FilterPreviewInput } from '@/lib/schemas/settings/settings';
import { AppError } from '../../errors';
import type { Call } from '../../http/call';
import { scrapeNow } from '../../live/scrape-now';
import { hub } from '../../sampler/hub';
import { filterItems } from '../../stack/filter-items';
import { jobFilter } from '../../stack/job-filters';
import { readOwnJobs } from '../../stack/own-jobs';
import { noJob } from '../../stack/scrape-jobs';
import { readStackTexts, readTemplates, withTemplates } from '../../stack/stack-texts';
import { plainText } from '../../vmagent/plain-text';
import { readSamples } from '../../vmagent/series';
import { type SeriesFilter, seriesFilter } from './test';

const MAX_SERIES = 200_000;
const MAX_METRICS = 500;
const MAX_NAME = 200;
/** After so many series other requests get a turn. */
const SLICE = 10_000;

/**
 * A filter on the series that its source offers at this moment; changes nothing.
 * @throws AppError bad-request with the rule's field, or as `scrapeNow`
 */
export async function previewFilter({
  body,
}: Pick<Call<FilterPreviewInput>, 'body'>): Promise<FilterPreview> {
  const { job, filter, mayCost } = body;
  assertPatterns(filter);
  const templates = await readTemplates();
  const texts = withTemplates((await readStackTexts()).texts, templates);
  const now = jobFilter(texts, templates, job);
  if (now === null) {
    const [message, hint] = noJob(job, await readOwnJobs(texts.get('vmagent-config') ?? ''));
    throw new AppError('invalid-stack', message, { hint });
  }
  const text = await scrapeNow(job, texts, mayCost);
  const wanted = filterItems(now.items, now.layout, filter, now.shipped);
  const target = hub()
    .snapshot()
    .targets.find((each) => each.job === job);
  return count(
    text,
    new Map([
      ['job', job],
      ['instance', target?.instance ?? ''],
    ]),
    seriesFilter(now.items.map(({ value }) => value)),
    seriesFilter(wanted.map(({ value }) => value)),
  );
}

/** @param common labels that vmagent adds to each series of the target */
export async function count(
  text: string,
  common: ReadonlyMap<string, string>,
  isKeptNow: SeriesFilter,
  isKept: SeriesFilter,
): Promise<FilterPreview> {
  const metrics = new Map<string, { series: number; kept: number }>();
  const sums = { offered: 0, kept: 0, keptNow: 0 };
  for (const sample of readSamples(text)) {
    const series = new Map([...sample.series, ...common]);
    sums.offered += 1;
    if (sums.offered > MAX_SERIES) {
      throw new AppError('too-large', `This source offers more than ${MAX_SERIES} series.`);
    }
    if (sums.offered % SLICE === 0) await nextTurn();
    const name = plainText(series.get('__name__') ?? '', MAX_NAME) ?? '';
    const metric = metrics.get(name) ?? { series: 0, kept: 0 };
    metrics.set(name, metric);
    metric.series += 1;
    if (isKeptNow(series)) sums.keptNow += 1;
    if (!isKept(series)) continue;
    metric.kept += 1;
    sums.kept += 1;
  }
  const most = [...metrics]
    .map(([name, { series, kept }]) => ({ name, series, kept }))
    .sort((a, b) => b.series - a.series || (a.name < b.name ? -1 : 1));
  return { ...sums, metrics: most.slice(0, MAX_METRICS) };
}

/** @throws AppError bad-request */
function assertPatterns({ rules }: Filter): void {
  const problems = rules.flatMap(({ pattern }, i): [string, string][] => {
    const problem = patternProblem(pattern);
    return problem === null ? [] : [[`filter.rules.${i}.pattern`, problem]];
  });
  const [first] = problems;
  if (first === undefined) return;
  throw new AppError('bad-request', first[1], { fieldErrors: Object.fromEntries(problems) });
}
