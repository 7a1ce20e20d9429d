import 'server-only';
import type { SourceId } from '@/lib/schemas/snapshot';
import { readSeries } from '../vmagent/series';

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
  const failed = text
    .split('\n')
    .filter((line) => line.startsWith('node_scrape_collector_success{') && line.endsWith('} 0'))
    .flatMap((line) => COLLECTORS[line.slice(line.indexOf('"') + 1, line.lastIndexOf('"'))]?.words ?? []);
  const isThere = (metric: string) => text.includes(`\n${metric}`) || text.startsWith(metric);
  return { source: 'pi', failed, isEmpty: !Object.values(COLLECTORS).some(({ metric }) => isThere(metric)) };
}

/** Of `/metrics` of cAdvisor: the machine and cgroups have series too, but no name. */
export function containersContents(text: string): SourceContents {
  const named = new Set<string>();
  for (const series of readSeries(text)) {
    const name = series.get('name');
    if (name && series.get('__name__')?.startsWith('container_')) named.add(name);
  }
  return { source: 'containers', named: named.size };
}

/** Of `/metrics?collect=…` of stackdriver_exporter, with a prefix that it does not have: it then asks Google nothing. */
export function gcpContents(text: string): SourceContents {
  return { source: 'gcp', own: [...readSeries(text)].length };
}

/** What the engine and vmagent know beside it. */
export interface Beside {
  /** Containers of this stack that have run for longer than cAdvisor needs to see them. */
  running: number;
  /** Of vmagent's last scrape of the source, before any filter; null: not known. */
  samples: number | null;
}

/** Why a source gives nothing, or too little, of its own kind, in plain words; null: it gives its data. Pure. */
export function emptiness(contents: SourceContents, { running, samples }: Beside): string | null {
  switch (contents.source) {
    case 'pi':
      if (contents.isEmpty) return 'This Pi: the exporter tells nothing of the machine, only of itself.';
      return contents.failed.length === 0
        ? null
        : `This Pi: the exporter cannot read ${contents.failed.join(', ')}.`;
    case 'containers':
      if (running === 0 || contents.named >= running) return null;
      return contents.named === 0
        ? 'Containers: cAdvisor sees no container, only the machine.'
        : `Containers: cAdvisor sees ${contents.named} of at least ${running} containers.`;
    case 'gcp':
      return samples === null || samples > contents.own
        ? null
        : 'Google Cloud: Google answers, but has no series of these metrics. Nothing may run in this project, or the metrics are others.';
  }
}

/** Where the panel can ask for it at no cost; AWS is asked on its own (`yace.ts`). */
export const askedSources = ['pi', 'containers', 'gcp'] as const satisfies readonly SourceId[];
