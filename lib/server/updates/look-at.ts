import 'server-only';
import { jobService } from '@/lib/pipeline/components';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { readContainer } from '../docker/containers';
import { inspectService } from '../docker/own';
import { readMetrics, readTargets } from '../vmagent/client';
import type { Look } from './look';

/** A target that is scraped seldom is waited for once. */
const SCRAPE_MS = 30_000;

/** What there is to see now. @throws AppError the engine's */
export async function lookAt(service: ServiceName): Promise<Look> {
  const seen = await inspectService(service);
  const [vmagent, targets] = await Promise.all([
    readMetrics().catch(() => null),
    readTargets().catch(() => null),
  ]);
  return { atMs: Date.now(), container: seen && readContainer(service, seen), vmagent, targets };
}

/** vmagent carries what all jobs have, an exporter its own; the store answers for nothing but the delivery. */
export function jobsOf(service: ServiceName, { targets }: Look): string[] {
  const all = [...new Set(targets?.map(({ job }) => job))];
  return service === 'vmagent' ? all : all.filter((job) => jobService(job) === service);
}

/** Until each target of these jobs was scraped once. */
export function scrapedWithinMs(jobs: readonly string[], { targets }: Look): number {
  const own = targets?.filter(({ job }) => jobs.includes(job)) ?? [];
  return Math.max(0, ...own.map(({ intervalSeconds }) => (intervalSeconds ?? 0) * 1000)) + SCRAPE_MS;
}
