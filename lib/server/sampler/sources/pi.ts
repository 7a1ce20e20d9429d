import 'server-only';
import { readSamples } from '../../vmagent/series';
import type { Contents, Eye } from '../eye/eye';

/** What a machine is watched for, and a metric that each collector gives. */
const COLLECTORS: Record<string, { words: string; metric: string }> = {
  cpu: { words: 'processor', metric: 'node_cpu_seconds_total' },
  meminfo: { words: 'memory', metric: 'node_memory_MemTotal_bytes' },
  filesystem: { words: 'disks', metric: 'node_filesystem_size_bytes' },
  netdev: { words: 'network', metric: 'node_network_receive_bytes_total' },
};

/** Of `/metrics` of node_exporter: `node_scrape_collector_success{collector="cpu"} 0` where a collector failed. */
export function piContents(text: string): Contents {
  const metrics = new Set<string>();
  const failed = new Set<string>();
  for (const { name, series, value } of readSamples(text)) {
    metrics.add(name);
    if (name === 'node_scrape_collector_success' && value === 0) failed.add(series.get('collector') ?? '');
  }
  const collectors = Object.entries(COLLECTORS);
  const unread = collectors.flatMap(([collector, { words }]) => (failed.has(collector) ? [words] : []));
  const isEmpty = !collectors.some(([, { metric }]) => metrics.has(metric));
  return () => {
    if (isEmpty) return 'This Pi: the exporter reports nothing of the machine, only of itself.';
    return unread.length === 0 ? null : `This Pi: the exporter cannot read ${unread.join(', ')}.`;
  };
}

export const piEye: Eye = { query: '', contents: piContents, follow: null };
