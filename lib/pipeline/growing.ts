/** What Linux and cAdvisor count or measure under other names than counters and gauges have. */
const COUNTERS = /^(?:node_vmstat_.+|node_netstat_(?!Tcp_CurrEstab$).+|container_memory_failcnt)$/;
const GAUGES = /^container_(?:fs_inodes|network_(?:tcp6?|udp6?)_usage)_total$/;

/** Whether a metric only grows, by its exporter’s own word; undefined: that says neither. */
export function isSaidToGrow(metric: string, type: string | null): boolean | undefined {
  if (type === 'counter') return true;
  if (type === 'gauge') return false;
  const isOfParts = type === 'histogram' || type === 'summary';
  return isOfParts ? /_(?:count|sum|bucket)$/.test(metric) : undefined;
}

/** The same by its name. What a cloud calls a sum or a count is none. */
export const isNamedToGrow = (metric: string): boolean =>
  COUNTERS.test(metric) || (/_(?:total|count|sum|bucket)$/.test(metric) && !GAUGES.test(metric));
