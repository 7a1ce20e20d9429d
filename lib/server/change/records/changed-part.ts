import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import { yamlData } from '../../yaml';

/** What the settings call the parts of vmagent's configuration that they change. */
export type ConfigPart = 'interval' | 'labels' | 'filter';

type Data = Record<string, unknown>;
const keys: Record<ConfigPart, readonly string[]> = {
  interval: ['scrape_interval', 'scrape_timeout'],
  labels: ['external_labels'],
  filter: ['metric_relabel_configs'],
};

/** The one part in which two configurations differ; null where they differ in more, in something else or in nothing. */
export function changedPart(before: string, after: string): ConfigPart | null {
  const [one, other] = [read(before), read(after)];
  if (one === null || other === null || isDeepStrictEqual(one, other)) return null;
  const parts = Object.keys(keys) as ConfigPart[];
  return parts.find((part) => isDeepStrictEqual(without(one, part), without(other, part))) ?? null;
}

function read(text: string): Data | null {
  const data = yamlData(text);
  return typeof data === 'object' && data !== null ? (data as Data) : null;
}

/** The configuration with a part taken out of `global` and of every job. */
function without({ global, scrape_configs: jobs, ...rest }: Data, part: ConfigPart): unknown {
  const strip = (item: unknown) =>
    typeof item === 'object' && item !== null
      ? Object.fromEntries(Object.entries(item).filter(([key]) => !keys[part].includes(key)))
      : item;
  return { ...rest, global: strip(global), jobs: Array.isArray(jobs) ? jobs.map(strip) : jobs };
}
