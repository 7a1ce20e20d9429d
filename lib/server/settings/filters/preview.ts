import 'server-only';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Filter, FilterPreview, FilterPreviewInput } from '@/lib/schemas/settings/settings';
import { AppError } from '../../errors';
import type { Call } from '../../http/call';
import { scrapeNow } from '../../live/scrape-now';
import { hub } from '../../sampler/hub';
import { filterItems, jobFilter } from '../../stack/job-filters';
import { readOwnJobs } from '../../stack/own-jobs';
import { patternProblem } from '../../stack/relabel-pattern';
import { noJob } from '../../stack/scrape-jobs';
import { readStackTexts, readTemplates, withTemplates } from '../../stack/stack-texts';
import { plainText } from '../../vmagent/plain-text';
import { readSamples } from '../../vmagent/series';
import { readRules, type SeriesFilter } from './rules';

const MAX_SERIES = 200_000;
const MAX_METRICS = 500;
const MAX_NAME = 200;
/** After so long other requests get a turn. */
const SLICE_MS = 50;
const LIMIT_MS = 20_000;

/**
 * A filter on the series that its source offers at this moment; changes nothing.
 * @throws AppError bad-request with the rule's field, or as `scrapeNow`
 */
export async function previewFilter({
  body,
}: Pick<Call<FilterPreviewInput>, 'body'>): Promise<FilterPreview> {
  const { job, filter, mayCost } = body;
  const templates = await readTemplates();
  const texts = withTemplates((await readStackTexts()).texts, templates);
  const now = jobFilter(texts, templates, job);
  if (now === null) {
    const [message, hint] = noJob(job, await readOwnJobs(texts.get('vmagent-config') ?? ''));
    throw new AppError('invalid-stack', message, { hint });
  }
  assertPatterns(filter, now.layout.rules);
  const text = await scrapeNow(job, texts, mayCost);
  // What cannot be judged of the filter that is wanted stands in the file already.
  const { keeps: keepsNow, unjudged } = readRules(now.items.map(({ value }) => value));
  const wanted = filterItems(now.items, now.layout, filter, now.shipped);
  const target = hub()
    .snapshot()
    .targets.find((each) => each.job === job);
  const counted = await count(
    text,
    new Map([
      ['job', job],
      ['instance', target?.instance ?? ''],
    ]),
    keepsNow,
    readRules(wanted.map(({ value }) => value)).keeps,
  );
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
): Promise<Omit<FilterPreview, 'unjudged'>> {
  const metrics = new Map<string, { series: number; kept: number }>();
  const sums = { offered: 0, kept: 0, keptNow: 0 };
  const began = performance.now();
  let sliceBegan = began;
  for (const sample of readSamples(text)) {
    const series = new Map([...sample.series, ...common]);
    sums.offered += 1;
    if (sums.offered > MAX_SERIES) {
      throw new AppError('too-large', `This source offers more than ${MAX_SERIES} series.`);
    }
    if (performance.now() - sliceBegan > SLICE_MS) {
      if (performance.now() - began > LIMIT_MS) {
        throw new AppError('too-large', 'These patterns take too long on what this source offers.');
      }
      await nextTurn();
      sliceBegan = performance.now();
    }
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
