import 'server-only';
import { sourceProfile } from '@/lib/pipeline/services';
import { destinationKinds, type SourceId } from '@/lib/schemas/snapshot';
import { clusterSchema } from '@/lib/schemas/wizard';
import type { Texts } from '../change/records/texts';
import { parseEnv } from '../files/env/env-file';
import { stackFile, type WritableStackFileId } from '../files/stack-files';
import { inFile, readYaml } from '../files/yaml/edit';
import type { YamlPath } from '../files/yaml/source';
import { readStackTexts, readTemplates, withTemplates } from './stack-texts';

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
export interface Sources {
  pi: boolean;
  containers: boolean;
  aws: { enabled: boolean; accessKeyId: string; secretAccessKey: string; regions: string[] };
  gcp: { enabled: boolean; projectId: string; keyJson: string | null };
}
/** Everything that the wizard asks for, secrets included: never leaves the server as it is. */
export interface Settings {
  destination: Destination;
  sources: Sources;
  cluster: string;
}

export function isSourceOn(sources: Sources, source: SourceId): boolean {
  const value = sources[source];
  return typeof value === 'boolean' ? value : value.enabled;
}

/** The settings in the files now; before a first start, those of the templates. @throws AppError invalid-stack */
export async function readSettings(): Promise<Settings> {
  const texts = withTemplates((await readStackTexts()).texts, await readTemplates());
  return {
    destination: destinationIn(texts),
    sources: sourcesIn(texts),
    cluster: clusterSchema.safeParse(clusterIn(texts)).data ?? '',
  };
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

/** What the texts collect. @throws AppError invalid-stack */
export function sourcesIn(texts: Texts): Sources {
  const value = variablesIn(texts);
  const active = profileList(value('COMPOSE_PROFILES'));
  const isOn = (source: SourceId) => active.includes(sourceProfile(source));
  return {
    pi: isOn('pi'),
    containers: isOn('containers'),
    aws: {
      enabled: isOn('aws'),
      accessKeyId: value('AWS_ACCESS_KEY_ID'),
      secretAccessKey: value('AWS_SECRET_ACCESS_KEY'),
      regions: yaceRegions(yamlIn(texts, 'yace-config', [])),
    },
    gcp: {
      enabled: isOn('gcp'),
      projectId: value('GCP_PROJECT_ID'),
      keyJson: texts.get('gcp-key') ?? null,
    },
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

/**
 * The regions that YACE asks: those of its discovery jobs, which a form can change; where it has none, those that its
 * other jobs name.
 * @param config all of its file
 */
export function yaceRegions(config: unknown): string[] {
  const { discovery, static: fixed, customNamespace } = Object(config) as Record<string, unknown>;
  const jobs = listOf((Object(discovery) as Record<string, unknown>).jobs);
  const named = jobs.length > 0 ? jobs : [...listOf(fixed), ...listOf(customNamespace)];
  const regions = named.flatMap((job) => listOf((Object(job) as Record<string, unknown>).regions));
  return [...new Set(regions.filter((region) => typeof region === 'string'))];
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The name that everything carries which is sent; null where the texts give none. @throws AppError invalid-stack */
export function clusterIn(texts: Texts): string | null {
  const value = yamlIn(texts, 'vmagent-config', ['global', 'external_labels', 'cluster']);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
