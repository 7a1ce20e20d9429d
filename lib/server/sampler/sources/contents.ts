import 'server-only';
import type { ServiceName, ServiceSample, SourceId } from '@/lib/schemas/snapshot';
import { readSamples } from '../../vmagent/series';

/** What an exporter has of its own kind, by its own answer: an exporter that answers may have nothing but itself. */
export type SourceContents =
  | { source: 'pi'; failed: string[]; isEmpty: boolean }
  | { source: 'containers'; named: number }
  /** `own`: samples that it has without a single series of the cloud. */
  | { source: 'gcp'; own: number };
export type AskedSource = SourceContents['source'];

/** What a machine is watched for, and a metric that each collector gives. */
const COLLECTORS: Record<string, { words: string; metric: string }> = {
  cpu: { words: 'processor', metric: 'node_cpu_seconds_total' },
  meminfo: { words: 'memory', metric: 'node_memory_MemTotal_bytes' },
  filesystem: { words: 'disks', metric: 'node_filesystem_size_bytes' },
  netdev: { words: 'network', metric: 'node_network_receive_bytes_total' },
};

/** Of `/metrics` of node_exporter: `node_scrape_collector_success{collector="cpu"} 0` where a collector failed. */
export function piContents(text: string): SourceContents {
  const metrics = new Set<string>();
  const failed = new Set<string>();
  for (const { name, series, value } of readSamples(text)) {
    metrics.add(name);
    if (name === 'node_scrape_collector_success' && value === 0) failed.add(series.get('collector') ?? '');
  }
  const collectors = Object.entries(COLLECTORS);
  return {
    source: 'pi',
    failed: collectors.flatMap(([collector, { words }]) => (failed.has(collector) ? [words] : [])),
    isEmpty: !collectors.some(([, { metric }]) => metrics.has(metric)),
  };
}

/** Of `/metrics` of cAdvisor: the machine and cgroups have series too, but no name. */
export function containersContents(text: string): SourceContents {
  const named = new Set<string>();
  for (const { name, series } of readSamples(text)) {
    const container = series.get('name');
    if (container && name.startsWith('container_')) named.add(container);
  }
  return { source: 'containers', named: named.size };
}

/** Of `/metrics?collect=…` of stackdriver_exporter, with a prefix that it does not have: it then asks Google nothing. */
export function gcpContents(text: string): SourceContents {
  return { source: 'gcp', own: [...readSamples(text)].length };
}

/** What the engine and vmagent know beside it. */
export interface Beside {
  /** Containers of this stack that run. */
  running: number;
  /** Those of them that have run for longer than cAdvisor needs to see them. */
  settled: number;
  /** The exporter itself has run for so long. */
  isSettled: boolean;
  /** Of vmagent's last scrape of the source, before any filter; null: not known. */
  samples: number | null;
}

/** cAdvisor looks for containers once a minute at most (`--max_housekeeping_interval=60s`), and starts by itself. */
const SETTLED_MS = 150_000;

/** Pure. @param service the exporter's own, of which vmagent's last scrape had so many samples */
export function besideOf(
  service: ServiceName,
  containers: readonly (Pick<ServiceSample, 'state' | 'startedAtMs'> & { service: ServiceName })[],
  samples: number | null,
  nowMs: number,
): Beside {
  const running = containers.filter(({ state }) => state === 'running');
  const settled = running.filter(
    ({ startedAtMs }) => startedAtMs !== null && nowMs - startedAtMs >= SETTLED_MS,
  );
  const isSettled = settled.some((one) => one.service === service);
  return { running: running.length, settled: settled.length, isSettled, samples };
}

/**
 * Why a source gives nothing, or too little, of its own kind, in plain words; null: it gives its data; undefined: that
 * is not known yet. Pure.
 */
export function emptiness(contents: SourceContents, beside: Beside): string | null | undefined {
  const { running, settled, isSettled, samples } = beside;
  switch (contents.source) {
    case 'pi':
      if (contents.isEmpty) return 'This Pi: the exporter reports nothing of the machine, only of itself.';
      return contents.failed.length === 0
        ? null
        : `This Pi: the exporter cannot read ${contents.failed.join(', ')}.`;
    case 'containers':
      // cAdvisor itself would be one: the engine was not seen.
      if (running === 0) return undefined;
      if (contents.named >= running) return null;
      if (!isSettled) return undefined;
      if (contents.named >= settled) return null;
      return contents.named === 0
        ? 'Containers: cadvisor sees no container, only the machine.'
        : `Containers: cadvisor sees ${contents.named} of at least ${settled} containers.`;
    case 'gcp':
      if (samples === null) return undefined;
      return samples > contents.own
        ? null
        : 'Google Cloud: Google answers, but has no series of these metrics. Nothing may run in this project, or the metrics are others.';
  }
}

/** Where the panel can ask for it at no cost; AWS is asked on its own (`yace.ts`). */
export const askedSources = ['pi', 'containers', 'gcp'] as const satisfies readonly SourceId[];
