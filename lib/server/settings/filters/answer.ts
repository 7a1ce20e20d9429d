import 'server-only';
import { ownBill } from '@/lib/pipeline/records';
import {
  type Answer,
  type AnsweredMetric,
  type AnswerQuery,
  type AnswerRead,
  METRICS_A_PAGE,
  SERIES_A_METRIC,
} from '@/lib/schemas/settings/answer';
import type { ScrapeJob } from '@/lib/schemas/settings/settings';
import { scrapeNow } from '../../live/scrape-now';
import { type Family, familyOf } from '../../vmagent/families';
import { plainText } from '../../vmagent/plain-text';
import type { Series, TimedSample } from '../../vmagent/series';
import { inTurn } from '../../wait';
import { readAbout } from './about';
import { addedLabels, eachOffered, filterOf } from './offered';
import { readRules, type SeriesFilter } from './rules';

const MAX_NAME = 200;
const MAX_LABELS = 600;

/**
 * What the target of a job answers at this moment, beside what the filter in the files keeps of it.
 * @param signal nobody waits for it any more
 * @throws AppError invalid-stack: the files have no such job; too-large; as `scrapeNow`
 */
export async function readAnswer(job: ScrapeJob, query: AnswerQuery, signal?: AbortSignal): Promise<Answer> {
  const { texts, now } = await filterOf(job);
  const scrape = await scrapeNow(job, texts, query.mayCost === 'true');
  const bill = ownBill(job);
  if (scrape === null) return { state: 'costs', by: bill?.by ?? '', terms: bill?.terms ?? '' };
  const { keeps, unjudged } = readRules(now.items.map(({ value }) => value));
  const added = addedLabels(job);
  const isKept: SeriesFilter = (series) => keeps(new Map([...series, ...added]));
  // One after the other: a large answer takes a good part of the panel's memory.
  const found = await inTurn('answers', async () => {
    signal?.throwIfAborted();
    return search(scrape.text, isKept, query, signal);
  });
  return { state: 'read', readAtMs: scrape.atMs, unjudged, ...found };
}

type Found = Omit<AnswerRead, 'state' | 'readAtMs' | 'unjudged'>;

/** A page of the metrics in an answer that fit, by name. @throws AppError too-large */
export async function search(
  text: string,
  isKept: SeriesFilter,
  { q, part, page: wanted }: Pick<AnswerQuery, 'q' | 'part' | 'page'>,
  signal?: AbortSignal,
): Promise<Found> {
  const words = q.trim().toLowerCase();
  const about = new Map<string, Family>();
  const isFound = new Map<string, boolean>();
  /** The whole metric fits by its name or its help; else each series by its labels. */
  const fits = (name: string, series: Series) => {
    const known =
      isFound.get(name) ?? `${name} ${familyOf(about, name).help ?? ''}`.toLowerCase().includes(words);
    isFound.set(name, known);
    return known || labelsOf(series).toLowerCase().includes(words);
  };
  const metrics = new Map<string, Omit<AnsweredMetric, 'name' | 'type' | 'help' | 'rows'>>();
  const sums = { offered: 0, kept: 0 };
  const judge = ({ name, series }: TimedSample) => {
    const kept = isKept(series);
    const isOfPart = part === 'offered' || kept === (part === 'kept');
    return { kept, isMatch: isOfPart && fits(name, series) };
  };
  const count = (sample: TimedSample) => {
    const { kept, isMatch } = judge(sample);
    const metric = metrics.get(sample.name) ?? { series: 0, kept: 0, matching: 0 };
    metrics.set(sample.name, metric);
    metric.series += 1;
    sums.offered += 1;
    if (isMatch) metric.matching += 1;
    if (!kept) return;
    metric.kept += 1;
    sums.kept += 1;
  };
  // A family is told about before its series.
  await eachOffered(text, { onSample: count, onComment: (line) => readAbout(about, line) }, signal);

  const matching = [...metrics].filter(([, one]) => one.matching > 0).sort(([a], [b]) => (a < b ? -1 : 1));
  const pages = Math.max(1, Math.ceil(matching.length / METRICS_A_PAGE));
  const page = Math.min(wanted, pages);
  const shown = new Map(
    matching
      .slice((page - 1) * METRICS_A_PAGE, page * METRICS_A_PAGE)
      .map(([name, counts]) => [name, { ...counts, rows: [] as AnsweredMetric['rows'] }]),
  );
  // Rows are made of what is shown alone: an answer may have 200,000 series.
  const list = (sample: TimedSample, line: string) => {
    const rows = shown.get(sample.name)?.rows;
    if (rows === undefined || rows.length === SERIES_A_METRIC) return;
    const { kept, isMatch } = judge(sample);
    if (isMatch) rows.push({ ...rowOf(sample, line), isKept: kept });
  };
  await eachOffered(text, { onSample: list }, signal);
  return {
    ...sums,
    all: metrics.size,
    matching: matching.length,
    page,
    pages,
    metrics: [...shown].map(([name, rest]) => ({
      name: plainText(name, MAX_NAME) ?? '',
      ...familyOf(about, name),
      ...rest,
    })),
  };
}

function rowOf(
  { series, value, atMs }: TimedSample,
  line: string,
): Omit<AnsweredMetric['rows'][number], 'isKept'> {
  // Without an exemplar, which stands behind the value.
  const [plain = ''] = line.split(' # ', 1);
  const infinity = /[\s}]([-+]?)Inf/i.exec(plain.slice(Math.max(0, plain.lastIndexOf('}'))));
  const odd = infinity === null ? 'NaN' : infinity[1] === '-' ? '-Inf' : '+Inf';
  return {
    labels: plainText(labelsOf(series), MAX_LABELS) ?? '',
    value: Number.isFinite(value) ? value : odd,
    atMs,
  };
}

/** As they stand in the answer, without the name. */
function labelsOf(series: Series): string {
  const labels = [...series].filter(([name]) => name !== '__name__');
  return labels.map(([name, value]) => `${name}="${value}"`).join(', ');
}
