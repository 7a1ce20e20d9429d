import 'server-only';
import { z } from 'zod';
import { type SourceId, sourceIds, sourceService } from '@/lib/pipeline/components';
import { sourceRecord } from '@/lib/pipeline/records';
import { serviceUrl } from '../env';
import { AppError } from '../errors';
import { jsonIn } from '../json';
import type { Newest, NewestOf } from '../sampler/steps/arrival';
import { request } from '../vmagent/http';

/** What is older is not looked for: a query of it would read all of it. */
const WINDOW = '1h';
const LIMIT_SECONDS = 5;
const VMAGENT = 'vmagent';
/** A line for each job, and no more than two of each. */
const MAX_BYTES = 64 * 1024;

const answerSchema = z.object({
  data: z.object({
    result: z.array(
      z.object({
        metric: z.object({ job: z.string(), of: z.enum(['scrape', 'own']) }),
        value: z.tuple([z.number(), z.string()]),
      }),
    ),
  }),
});

/**
 * The newest samples of these sources and of vmagent itself that the store on this Pi has. One small question: what comes
 * back is a line for each.
 * @throws AppError as `request`, or service-unhealthy for an answer that is none
 */
export async function readNewest(cluster: string | null, sources: readonly SourceId[]): Promise<Newest> {
  const values = new URLSearchParams({
    query: newestQuery(cluster, sources),
    // Without it the store leaves out the newest half minute.
    nocache: '1',
    timeout: `${LIMIT_SECONDS}s`,
  });
  const { status, body } = await request(`${serviceUrl('victoria-metrics')}/api/v1/query?${values}`, {
    timeoutMs: LIMIT_SECONDS * 1000,
    maxBytes: MAX_BYTES,
  });
  const newest = status === 200 ? newestIn(body) : null;
  if (newest === null) throw new AppError('service-unhealthy', 'The store gives no answer to a query.');
  return newest;
}

/**
 * PromQL. `up` comes with every scrape, whatever a filter keeps; a source's own series are those that somebody looks at.
 * A text as JSON is a text of PromQL.
 */
export function newestQuery(cluster: string | null, sources: readonly SourceId[]): string {
  const of = cluster === null ? '' : `cluster=${JSON.stringify(cluster)},`;
  const newest = (selector: string, words: 'scrape' | 'own') =>
    `label_replace(max by (job) (tlast_over_time({${of}${selector}}[${WINDOW}])),"of","${words}","job",".*")`;
  const vmagent = newest(`job="${VMAGENT}"`, 'scrape');
  if (sources.length === 0) return vmagent;
  const jobs = `job=~"${sources.map(sourceService).join('|')}"`;
  const records = sources.map((id) => sourceRecord(id).ownSeries);
  const names = records.map((one) => one.names).join('|');
  const without = records.flatMap((one) => one.without ?? []).join('|');
  const own = `${jobs},__name__=~"${names}",__name__!~"${without}"`;
  return [vmagent, newest(`__name__="up",${jobs}`, 'scrape'), newest(own, 'own')].join(' or ');
}

/** Null: it is no answer to the query. @param text untrusted */
export function newestIn(text: string): Newest | null {
  const read = answerSchema.safeParse(jsonIn(text));
  if (!read.success) return null;
  const jobs: readonly string[] = [VMAGENT, ...sourceIds.map(sourceService)];
  const found = new Map<string, NewestOf>();
  for (const { metric, value } of read.data.data.result) {
    const atMs = Math.round(Number(value[1]) * 1000);
    if (!jobs.includes(metric.job) || !Number.isSafeInteger(atMs)) continue;
    found.set(metric.job, {
      ...found.get(metric.job),
      [metric.of === 'own' ? 'ownAtMs' : 'scrapedAtMs']: atMs,
    });
  }
  return found;
}
