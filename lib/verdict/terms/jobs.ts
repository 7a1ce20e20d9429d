import type { ServiceName, SourceId } from '@/lib/schemas/snapshot';

/** The jobs of `config/vmagent/prometheus.yml`: the service that each asks and the source that it stands for. */
const JOBS: Record<string, { service: ServiceName; source: SourceId | null }> = {
  vmagent: { service: 'vmagent', source: null },
  yace: { service: 'yace', source: 'aws' },
  'stackdriver-exporter': { service: 'stackdriver-exporter', source: 'gcp' },
  'node-exporter': { service: 'node-exporter', source: 'pi' },
  cadvisor: { service: 'cadvisor', source: 'containers' },
  weir: { service: 'weir', source: null },
};

/** The service behind a scrape job; null for a job that the owner added. */
export function jobService(job: string): ServiceName | null {
  return JOBS[job]?.service ?? null;
}

/** The source that a scrape job belongs to; null for a job that is not a source. */
export function jobSource(job: string): SourceId | null {
  return JOBS[job]?.source ?? null;
}

/** The service that gets the data of a source. */
export function sourceService(source: SourceId): ServiceName {
  const found = Object.values(JOBS).find((job) => job.source === source);
  if (!found) throw new Error(`no job for the source ${source}`);
  return found.service;
}
