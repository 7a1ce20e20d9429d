import 'server-only';
import { jobService } from '@/lib/pipeline/components';
import type { DeliverySample } from '@/lib/schemas/delivery';
import type { DestinationSample, ServiceSample } from '@/lib/schemas/snapshot';
import type { VmagentMetrics } from '../../vmagent/metrics';
import type { ScrapeTarget } from '../../vmagent/targets';

export interface Evidence {
  /** Null: vmagent does not answer. */
  metrics: Pick<VmagentMetrics, 'startedAtMs'> | null;
  targets: readonly Pick<ScrapeTarget, 'job' | 'state' | 'lastScrapeAtMs'>[];
  delivery: Pick<DeliverySample, 'state' | 'lastSuccessAtMs'>;
  destination: Pick<DestinationSample, 'kind'>;
}

/** What a delivery that was counted just now may be older than. */
const READING_MS = 3000;
/** vmagent tells its start in whole seconds. */
const ROUNDING_MS = 1000;
const STEADY_MS = 10_000;

/**
 * Docker's first health check may come only a whole interval after the start. Until then a service that is seen to
 * work is healthy, and an exporter that has stayed up for ten seconds, with nothing against it, simply runs. Pure.
 */
export function withEvidence(
  services: readonly ServiceSample[],
  seen: Evidence,
  nowMs: number,
): ServiceSample[] {
  return services.map((service) => {
    if (service.state !== 'running' || service.health !== 'starting' || service.startedAtMs === null)
      return service;
    return { ...service, health: healthOf(service.name, service.startedAtMs, seen, nowMs) };
  });
}

function healthOf(
  name: ServiceSample['name'],
  startedAtMs: number,
  { metrics, targets, delivery, destination }: Evidence,
  nowMs: number,
): ServiceSample['health'] {
  const isSteady = nowMs - startedAtMs >= STEADY_MS;
  if (name === 'vmagent') {
    return (metrics?.startedAtMs ?? 0) >= startedAtMs - ROUNDING_MS ? 'healthy' : 'starting';
  }
  if (name === 'victoria-metrics' && destination.kind === 'local') {
    const isTaking =
      delivery.state === 'delivering' && (delivery.lastSuccessAtMs ?? 0) > startedAtMs + READING_MS;
    return isTaking ? 'healthy' : 'starting';
  }
  const scraped = targets.filter(
    ({ job, lastScrapeAtMs }) => jobService(job) === name && (lastScrapeAtMs ?? 0) >= startedAtMs,
  );
  if (scraped.some(({ state }) => state === 'up')) return 'healthy';
  return isSteady && scraped.length === 0 ? 'none' : 'starting';
}
