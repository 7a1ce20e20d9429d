import 'server-only';
import { type SourceId, sourceIds, sourceService } from '@/lib/pipeline/components';
import { sourceRecord } from '@/lib/pipeline/records';
import { AppError } from '../errors';
import type { Newest, NewestOf } from '../sampler/steps/arrival';
import type { StackSettings } from '../sampler/steps/ports';
import { type Place, placeInUse } from './place';
import { newestOf, type StoredValue } from './question';

const VMAGENT = 'vmagent';
/** By the label `of`. */
const FIELDS = new Map<string, keyof NewestOf>([
  ['scrape', 'scrapedAtMs'],
  ['own', 'ownAtMs'],
  ['limit', 'limitSeries'],
]);

/** A line for each job. */
const MAX_BYTES = 64 * 1024;

/**
 * The newest samples of these sources and of vmagent itself that a destination has. One small question.
 * @throws Unanswered
 */
export async function readNewestAt(
  { reading, ask }: Place,
  cluster: string | null,
  sources: readonly SourceId[],
): Promise<Newest> {
  const query = newestQuery(cluster, sources, reading === null ? OF_THE_STORE : OF_ANY);
  return newestIn(await ask(newestOf(query, MAX_BYTES)));
}

/** The same of whichever destination is in use. @throws Unanswered; AppError invalid-stack: no token is for it */
export async function readNewestOf(
  { destination, cluster }: Pick<StackSettings, 'destination' | 'cluster'>,
  sources: readonly SourceId[],
): Promise<Newest> {
  const place = await placeInUse(destination.kind);
  // Without a name, what another Pi sends there would be taken for what this one does.
  if (place === null || (place.reading !== null && cluster === null))
    throw new AppError('invalid-stack', 'No token for reading is set.');
  return readNewestAt(place, cluster, sources);
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
  const told = (promql: string, words: 'scrape' | 'own' | 'limit') =>
    `label_replace(${promql},"of","${words}","job",".*")`;
  const services = sources.map(sourceService);
  const jobs = [VMAGENT, ...services].join('|');
  const scrapes = told(scrape(`{${of}__name__="up",job=~"${jobs}"}`), 'scrape');
  if (sources.length === 0) return scrapes;
  const records = sources.map((id) => sourceRecord(id).ownSeries);
  const names = records.map((one) => one.names).join('|');
  const without = records.flatMap((one) => one.without ?? []).join('|');
  const ownSeries = `{${of}job=~"${services.join('|')}",__name__=~"${names}",__name__!~"${without}"}`;
  // vmagent tells it with each scrape of a target that has a limit, and nowhere else.
  const ofJobs = `{${of}job=~"${services.join('|')}"}`;
  const limit = `max by (job) (scrape_series_limit${ofJobs} and scrape_series_limit_samples_dropped${ofJobs} > 0)`;
  return `${scrapes} or ${told(own(ownSeries), 'own')} or ${told(limit, 'limit')}`;
}

/** @param values untrusted */
export function newestIn(values: readonly StoredValue[]): Newest {
  const jobs: readonly string[] = [VMAGENT, ...sourceIds.map(sourceService)];
  const found = new Map<string, NewestOf>();
  for (const { labels, value } of values) {
    const { job = '', of = '' } = labels;
    const field = FIELDS.get(of);
    const told = Math.round(field === 'limitSeries' ? value : value * 1000);
    if (!field || !jobs.includes(job) || !Number.isSafeInteger(told)) continue;
    found.set(job, { ...found.get(job), [field]: told });
  }
  return found;
}
