import 'server-only';
import { jobWords } from '@/lib/pipeline/components';
import { ownBill } from '@/lib/pipeline/records';
import type { Filter, FilterPreview, FilterPreviewInput, ScrapeJob } from '@/lib/schemas/settings/settings';
import { AppError } from '../../errors';
import type { Call } from '../../http/call';
import { scrapeNow } from '../../live/scrape-now';
import { filterItems } from '../../stack/job-filters';
import { patternProblem } from '../../stack/relabel-pattern';
import { plainText } from '../../vmagent/plain-text';
import type { Sample } from '../../vmagent/series';
import { usesInForce } from '../affected';
import { watchDashboards } from './emptied';
import { addedLabels, eachOffered, filterOf } from './offered';
import { readRules, type SeriesFilter } from './rules';

const MAX_METRICS = 500;
const MAX_NAME = 200;

/**
 * A filter on the series that its source offers at this moment; changes nothing.
 * @throws AppError bad-request with the rule's field, or when it would cost and may not; else as `scrapeNow`
 */
export async function previewFilter({
  body,
}: Pick<Call<FilterPreviewInput>, 'body'>): Promise<FilterPreview> {
  const { job, filter, mayCost } = body;
  const { texts, now } = await filterOf(job);
  assertPatterns(filter, now.layout.rules);
  const scrape = await scrapeNow(job, texts, mayCost);
  if (scrape === null) throw costs(job, ownBill(job));
  // What cannot be judged of the filter that is wanted stands in the file already.
  const { keeps: keepsNow, unjudged } = readRules(now.items.map(({ value }) => value));
  const wanted = filterItems(now.items, now.layout, filter, now.shipped);
  const keeps = readRules(wanted.map(({ value }) => value)).keeps;
  const watch = watchDashboards(await usesInForce());
  const counted = await count(scrape.text, addedLabels(job), keepsNow, keeps, watch);
  return { ...counted, unjudged };
}

/**
 * @param common labels that vmagent adds to each series of the target
 * @throws AppError too-large, also for patterns and texts that take longer than 20 s
 */
export async function count(
  text: string,
  common: ReadonlyMap<string, string>,
  isKeptNow: SeriesFilter,
  isKept: SeriesFilter,
  watch = watchDashboards([]),
): Promise<Omit<FilterPreview, 'unjudged'>> {
  const metrics = new Map<string, { series: number; kept: number }>();
  const sums = { offered: 0, kept: 0, keptNow: 0 };
  const onSample = (sample: Sample) => {
    const series = new Map([...sample.series, ...common]);
    sums.offered += 1;
    const name = plainText(series.get('__name__') ?? '', MAX_NAME) ?? '';
    const metric = metrics.get(name) ?? { series: 0, kept: 0 };
    metrics.set(name, metric);
    metric.series += 1;
    const [wasKept, stays] = [isKeptNow(series), isKept(series)];
    watch.see(series, wasKept, stays);
    if (wasKept) sums.keptNow += 1;
    if (!stays) return;
    metric.kept += 1;
    sums.kept += 1;
  };
  await eachOffered(text, { onSample });
  const most = [...metrics]
    .map(([name, { series, kept }]) => ({ name, series, kept }))
    .sort((a, b) => b.series - a.series || (a.name < b.name ? -1 : 1));
  return { ...sums, emptied: watch.words(), metrics: most.slice(0, MAX_METRICS) };
}

/** @param saved rules of the file, which may be odd @throws AppError bad-request */
function assertPatterns({ rules }: Filter, saved: Filter['rules']): void {
  const known = new Set(saved.map(({ pattern }) => pattern));
  const problems = rules.flatMap(({ pattern }, i): [string, string][] => {
    const problem = known.has(pattern) ? null : patternProblem(pattern);
    return problem === null ? [] : [[`filter.rules.${i}.pattern`, problem]];
  });
  const [first] = problems;
  if (first === undefined) return;
  throw new AppError('bad-request', first[1], { fieldErrors: Object.fromEntries(problems) });
}

function costs(job: ScrapeJob, bill: ReturnType<typeof ownBill>): AppError {
  return new AppError('bad-request', `Trying this filter costs one collection from ${jobWords(job)}.`, {
    hint: `${bill?.terms} Say yes to the cost (mayCost) to go on; the answer is kept for ten minutes.`,
    fieldErrors: { mayCost: `One collection would be made, which ${bill?.by} may bill.` },
  });
}
