import 'server-only';
import { type SourceId, sourceIds, sourceService } from '@/lib/pipeline/components';
import { sourceRecord } from '@/lib/pipeline/records';
import { AppError } from '../errors';
import { readStackFile } from '../files/file-store';
import type { Newest, NewestOf } from '../sampler/steps/arrival';
import type { StackSettings } from '../sampler/steps/ports';
import { type Reading, readingIn } from '../stack/reading';
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
): Promise<Newest> {
  return newestIn(await askDestination(reading, newestQuery(cluster, sources, OF_ANY)));
}

/** The same of whichever destination is in use. @throws AppError as both of them; invalid-stack: no token is for it */
export async function readNewestOf(
  { destination, cluster }: Pick<StackSettings, 'destination' | 'cluster'>,
  sources: readonly SourceId[],
): Promise<Newest> {
  if (destination.kind === 'local') return readNewest(cluster, sources);
  const reading = readingIn(new Map([['env', await readStackFile('env')]]));
  if (reading === null || cluster === null)
    throw new AppError('invalid-stack', 'No token for reading is set.');
  return readNewestAt(reading, cluster, sources);
}

/** How the time of the newest sample of each job within the hour is asked for. */
interface Dialect {
  /** Of one metric, to the millisecond. */
  scrape(selector: string): string;
  /** Of many. */
  own(selector: string): string;
}

const lastOf = (selector: string) => `max by (job) (tlast_over_time(${selector}[1h]))`;
/** Of VictoriaMetrics alone. */
export const OF_THE_STORE: Dialect = { scrape: lastOf, own: lastOf };

/**
 * What every PromQL knows. Of the last five minutes by the sample itself, of what is older by looks five minutes apart.
 * Without their names two metrics of an instance would be one series, which Prometheus refuses: so many are counted, to
 * the minute.
 */
export const OF_ANY: Dialect = {
  scrape: (selector) =>
    `max by (job) (timestamp(${selector})) or max by (job) (max_over_time(timestamp(${selector})[1h:5m]))`,
  own: (selector) => `max_over_time((0 * count by (job) (last_over_time(${selector}[1m])) + time())[1h:1m])`,
};

/**
 * PromQL. `up` comes with every scrape, whatever a filter keeps; a source's own series are those that somebody looks at.
 * A text as JSON is a text of PromQL.
 */
export function newestQuery(
  cluster: string | null,
  sources: readonly SourceId[],
  { scrape, own }: Dialect,
): string {
  const of = cluster === null ? '' : `cluster=${JSON.stringify(cluster)},`;
  const told = (promql: string, words: 'scrape' | 'own') =>
    `label_replace(${promql},"of","${words}","job",".*")`;
  const services = sources.map(sourceService);
  const jobs = [VMAGENT, ...services].join('|');
  const scrapes = told(scrape(`{${of}__name__="up",job=~"${jobs}"}`), 'scrape');
  if (sources.length === 0) return scrapes;
  const records = sources.map((id) => sourceRecord(id).ownSeries);
  const names = records.map((one) => one.names).join('|');
  const without = records.flatMap((one) => one.without ?? []).join('|');
  const ownSeries = `{${of}job=~"${services.join('|')}",__name__=~"${names}",__name__!~"${without}"}`;
  return `${scrapes} or ${told(own(ownSeries), 'own')}`;
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
