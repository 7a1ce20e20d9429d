import 'server-only';
import type { ServiceSample } from '@/lib/schemas/snapshot';
import type { VmagentMetrics } from '../vmagent/metrics';
import type { ScrapeTarget } from '../vmagent/targets';

/** What is seen of the pipeline at one moment. Null: it does not answer, or is not there. */
export interface Look {
  atMs: number;
  /** The container of the service that is updated. */
  container: Pick<ServiceSample, 'state' | 'health' | 'restarts'> | null;
  vmagent: Pick<
    VmagentMetrics,
    'startedAtMs' | 'delivered' | 'rejectedBlocks' | 'overflowBlocks' | 'brakedRows'
  > | null;
  targets: readonly ScrapeTarget[] | null;
}

type Counter = Exclude<keyof NonNullable<Look['vmagent']>, 'startedAtMs'>;

/** What a counter of vmagent has grown by; one of a new process counts from zero. */
export function grown(counter: Counter, before: Look, { vmagent: now }: Look): number {
  const base = before.vmagent?.startedAtMs === now?.startedAtMs ? (before.vmagent?.[counter] ?? 0) : 0;
  return Math.max(0, (now?.[counter] ?? 0) - base);
}

/** Series of a job by its newest scrapes; null: not all of its targets were scraped with success since `sinceMs`. */
export function seriesOf(job: string, { targets }: Look, sinceMs = 0): number | null {
  const own = targets?.filter((target) => target.job === job) ?? [];
  const isSeen = ({ state, lastScrapeAtMs, samples }: ScrapeTarget) =>
    state === 'up' && samples !== null && (lastScrapeAtMs ?? 0) >= sinceMs;
  if (own.length === 0 || !own.every(isSeen)) return null;
  return own.reduce((sum, { samples }) => sum + (samples ?? 0), 0);
}
