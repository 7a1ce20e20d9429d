import 'server-only';
import { type SourceId, sourceIds, sourceService } from '@/lib/pipeline/components';
import { sourceRecord } from '@/lib/pipeline/records';
import type { OutboundOptions } from '../outbound/safe-addresses';
import type { Newest, NewestOf } from '../sampler/steps/arrival';
import { type Reading, readingIn } from '../stack/reading';
import { readStackTexts } from '../stack/stack-texts';
import { askDestination } from './query';
import { askNewest, type StoredValue } from './store';

const VMAGENT = 'vmagent';
/** By the label `of`. */
const FIELDS = new Map<string, keyof NewestOf>([
  ['scrape', 'scrapedAtMs'],
  ['own', 'ownAtMs'],
]);

/**
 * The newest samples of these sources and of vmagent itself that the store on this Pi has. One small question: what comes
 * back is a line for each.
 * @throws AppError as `askNewest`
 */
export async function readNewest(cluster: string | null, sources: readonly SourceId[]): Promise<Newest> {
  return newestIn(await askNewest(newestQuery(cluster, sources, OF_THE_STORE)));
}

/** The same of a destination outside. @throws AppError as `askDestination` */
export async function readNewestAt(
  reading: Reading,
  cluster: string,
  sources: readonly SourceId[],
  options: OutboundOptions = {},
): Promise<Newest> {
  return newestIn(await askDestination(reading, newestQuery(cluster, sources, OF_ANY), options));
}

/** The same of whichever destination is in use. @throws AppError as both of them, invalid-stack */
export async function readNewestNow(cluster: string | null, sources: readonly SourceId[]): Promise<Newest> {
  const reading = readingIn((await readStackTexts()).texts);
  if (reading === null || cluster === null) return readNewest(cluster, sources);
  return readNewestAt(reading, cluster, sources);
}

/** The time of the newest sample of each job within the hour. */
type NewestOfJobs = (selector: string) => string;

/** A function of VictoriaMetrics alone. */
export const OF_THE_STORE: NewestOfJobs = (selector) => `max by (job) (tlast_over_time(${selector}[1h]))`;

/** What every PromQL knows: of the last five minutes to the millisecond, of what is older by looks five minutes apart. */
export const OF_ANY: NewestOfJobs = (selector) =>
  `max by (job) (timestamp(${selector})) or max by (job) (max_over_time(timestamp(${selector})[1h:5m]))`;

/**
 * PromQL. `up` comes with every scrape, whatever a filter keeps; a source's own series are those that somebody looks at.
 * A text as JSON is a text of PromQL.
 */
export function newestQuery(
  cluster: string | null,
  sources: readonly SourceId[],
  newestOf: NewestOfJobs,
): string {
  const of = cluster === null ? '' : `cluster=${JSON.stringify(cluster)},`;
  const newest = (selector: string, words: 'scrape' | 'own') =>
    `label_replace(${newestOf(`{${of}${selector}}`)},"of","${words}","job",".*")`;
  const vmagent = newest(`job="${VMAGENT}"`, 'scrape');
  if (sources.length === 0) return vmagent;
  const jobs = `job=~"${sources.map(sourceService).join('|')}"`;
  const records = sources.map((id) => sourceRecord(id).ownSeries);
  const names = records.map((one) => one.names).join('|');
  const without = records.flatMap((one) => one.without ?? []).join('|');
  const own = `${jobs},__name__=~"${names}",__name__!~"${without}"`;
  return [vmagent, newest(`__name__="up",${jobs}`, 'scrape'), newest(own, 'own')].join(' or ');
}

/** @param values untrusted */
export function newestIn(values: readonly StoredValue[]): Newest {
  const jobs: readonly string[] = [VMAGENT, ...sourceIds.map(sourceService)];
  const found = new Map<string, NewestOf>();
  for (const { labels, value } of values) {
    const { job = '', of = '' } = labels;
    const field = FIELDS.get(of);
    const atMs = Math.round(value * 1000);
    if (!field || !jobs.includes(job) || !Number.isSafeInteger(atMs)) continue;
    found.set(job, { ...found.get(job), [field]: atMs });
  }
  return found;
}
