import type { LogLine } from '../../../lib/schemas/log-line.ts';
import { readSamples } from '../../../lib/server/vmagent/series.ts';

export interface YaceSeries {
  name: string;
  /** Without the name. */
  labels: Record<string, string>;
  value: number;
}

/** What it exposes of AWS. */
export function awsSeries(metrics: string): YaceSeries[] {
  return [...readSamples(metrics)]
    .filter(({ name }) => name.startsWith('aws_'))
    .map(({ name, series, value }) => {
      const { __name__, ...labels } = Object.fromEntries(series);
      return { name, labels, value };
    });
}

const PREFIX = 'yace_cloudwatch_';

/** Its own counters that are not 0, without their prefix: `request_errors GetMetricData` → 4. */
export function selfMetrics(metrics: string): Record<string, number> {
  const counters = [...readSamples(metrics)].filter(
    ({ name, value }) => name.startsWith(PREFIX) && value !== 0,
  );
  return Object.fromEntries(
    counters.map(({ name, series, value }) => {
      const api = series.get('api_name');
      return [name.slice(PREFIX.length) + (api === undefined ? '' : ` ${api}`), value];
    }),
  );
}

export interface Complaint {
  /** `ERROR GetMetricData error` */
  said: string;
  times: number;
  /** In the order of the alphabet; none where the line names none. */
  namespaces: string[];
  /** The `err` of the first. */
  err: string;
}

/** Its warnings and errors, each sentence once. */
export function complaintsOf(lines: readonly LogLine[]): Complaint[] {
  const found = new Map<string, Complaint>();
  for (const { text } of lines) {
    if (!text.startsWith('{')) continue;
    const { level, msg, namespace, err = '' } = JSON.parse(text) as Record<string, string>;
    if (level === 'INFO') continue;
    const said = `${level} ${msg}`;
    const known = found.get(said) ?? { said, times: 0, namespaces: [], err };
    const namespaces = new Set([...known.namespaces, ...(namespace === undefined ? [] : [namespace])]);
    found.set(said, { ...known, times: known.times + 1, namespaces: [...namespaces].sort() });
  }
  return [...found.values()].sort((a, b) => (a.said < b.said ? -1 : 1));
}
