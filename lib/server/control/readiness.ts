import 'server-only';
import { jobService } from '@/lib/pipeline/components';
import { healthPath } from '@/lib/pipeline/records';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { waitForService } from '../compose/wait';
import type { ServiceContainer } from '../docker/containers';
import { serviceUrl } from '../env';
import { readMetrics, readTargets } from '../vmagent/client';
import { request } from '../vmagent/http';

const LIMIT_MS = 120_000;
/** A service that has nothing better to show has to run this long. */
const STEADY_MS = 10_000;
/** vmagent tells its start in whole seconds. */
const ROUNDING_MS = 1000;

/**
 * Waits until a service that was just started is seen to work: vmagent by the answer of its new process, one that tells
 * of its health by that, another exporter by being scraped. Docker's health check counts too, but the first one may
 * come only after a whole interval; what has no other proof has to stay up for ten seconds.
 * @returns what was seen, as a sentence
 * @throws AppError service-unhealthy with its last words, service-absent or timeout
 */
export async function waitUntilReady(name: ServiceName, signal: AbortSignal): Promise<string> {
  let seen: string | null = null;
  const state = await waitForService(name, {
    timeoutMs: LIMIT_MS,
    signal,
    until: 'running',
    // vmagent runs on with an address that is taken; only its answer proves it.
    steadyMs: name === 'vmagent' ? LIMIT_MS : STEADY_MS,
    evidence: async (container) => {
      seen = await evidence(container).catch(() => null);
      return seen !== null;
    },
  });
  if (seen !== null) return seen;
  if (state.health === 'healthy') return 'It passes its health check.';
  const scraped =
    jobService(name) === name ? ' vmagent has not scraped it yet; the page Targets shows when it has.' : '';
  return `It has stayed up for ${STEADY_MS / 1000} s.${scraped}`;
}

/** Whether a container that was just started is seen to work; false while nothing can be seen. */
export async function isSeenToWork(container: ServiceContainer): Promise<boolean> {
  return (await evidence(container).catch(() => null)) !== null;
}

/** Proof that the service works since this start of its container, in words; null while there is none. */
async function evidence({ service, startedAtMs }: ServiceContainer): Promise<string | null> {
  if (startedAtMs === null) return null;
  if (service === 'vmagent') {
    const { startedAtMs: processAtMs, configLoadedAtMs } = await readMetrics();
    // It may answer before it has read its configuration, and end when it cannot.
    const isNew = processAtMs === null || processAtMs >= startedAtMs - ROUNDING_MS;
    return isNew && configLoadedAtMs !== null ? 'Its new process answers.' : null;
  }
  const path = healthPath(service);
  if (path !== undefined) {
    return (await request(serviceUrl(service) + path)).status === 200 ? 'It answers.' : null;
  }
  const targets = await readTargets();
  const isScraped = targets.some(
    ({ job, state, lastScrapeAtMs }) =>
      jobService(job) === service && state === 'up' && (lastScrapeAtMs ?? 0) >= startedAtMs,
  );
  return isScraped ? 'vmagent has scraped it since.' : null;
}
