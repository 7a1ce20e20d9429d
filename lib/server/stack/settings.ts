import 'server-only';
import { destinationKinds, type SourceId } from '@/lib/schemas/snapshot';
import { durationSeconds } from '@/lib/scrape-duration';
import type { Texts } from '../change/records/texts';
import { AppError } from '../errors';
import { parseEnv } from '../files/env/env-file';
import { stackFile, type WritableStackFileId } from '../files/stack-files';
import { inFile, readYaml } from '../files/yaml/edit';
import type { YamlPath } from '../files/yaml/source';

export const LOCAL_URL = 'http://victoria-metrics:8428/api/v1/write';
/** What docker-compose.yml gives vmagent when there is no user name. */
export const DEFAULT_USERNAME = 'weir';
/** Compose makes the file that vmagent reads the password from only when there is something to put into it. */
export const NO_PASSWORD = 'none';

/** Whether an address is that of the store on this Pi, whatever else is in it. */
export const isStoreUrl = (url: string) => URL.parse(url)?.hostname === new URL(LOCAL_URL).hostname;

export interface Destination {
  kind: (typeof destinationKinds)[number];
  url: string;
  username: string;
  secret: string;
}

/** Whether each source is on; of a cloud with all that is known of it. */
export type SourcesOn = Readonly<Record<SourceId, boolean | { enabled: boolean }>>;

export function isSourceOn(sources: SourcesOn, source: SourceId): boolean {
  const value = sources[source];
  return typeof value === 'boolean' ? value : value.enabled;
}

/** Where the texts send samples. @throws AppError invalid-stack */
export function destinationIn(texts: Texts): Destination {
  const value = variablesIn(texts);
  return {
    kind: destinationKinds.find((kind) => kind === value('WEIR_DESTINATION')) ?? 'local',
    url: value('REMOTE_WRITE_URL') || LOCAL_URL,
    username: value('REMOTE_WRITE_USERNAME') || DEFAULT_USERNAME,
    secret: value('REMOTE_WRITE_TOKEN') === NO_PASSWORD ? '' : value('REMOTE_WRITE_TOKEN'),
  };
}

/** Looks up variables of `.env`; one that is not set is empty. @throws AppError invalid-stack */
export function variablesIn(texts: Texts): (name: string) => string {
  const variables = parseEnv(texts.get('env') ?? '');
  return (name) => (Object.hasOwn(variables, name) ? (variables[name] ?? '') : '');
}

/** The value at a path of a YAML file. @throws AppError invalid-stack with the file's name */
export function yamlIn(texts: Texts, id: WritableStackFileId, path: YamlPath): unknown {
  return inFile(stackFile(id).relative, () => readYaml(texts.get(id) ?? '', path));
}

export function profileList(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

/** The name that everything carries which is sent; null where the texts give none. @throws AppError invalid-stack */
export function clusterIn(texts: Texts): string | null {
  const value = yamlIn(texts, 'vmagent-config', ['global', 'external_labels', 'cluster']);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

export const DEFAULT_STORE_DAYS = 14;

/**
 * How many days the store on this Pi keeps samples. A number without a unit is months of 31 days.
 * https://docs.victoriametrics.com/victoriametrics/single-server-victoriametrics/#retention
 * @throws AppError invalid-stack
 */
export function storeDaysIn(texts: Texts): number {
  const text = variablesIn(texts)('VICTORIA_METRICS_RETENTION');
  if (text === '') return DEFAULT_STORE_DAYS;
  const isMonths = /^\d+(?:\.\d+)?$/.test(text);
  const seconds = durationSeconds(isMonths ? `${Number(text) * 31}d` : text);
  if (seconds !== null) return Math.max(1, Math.round(seconds / 86_400));
  throw new AppError('invalid-stack', 'VICTORIA_METRICS_RETENTION in .env is no duration such as 14d.');
}
