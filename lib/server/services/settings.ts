import 'server-only';
import { destinationKinds } from '@/lib/schemas/snapshot';
import { clusterSchema } from '@/lib/schemas/wizard';
import { parseEnv } from '../stack/env-file';
import { readStackFile, readStackTemplate } from '../stack/file-store';
import { type StackFileId, stackFile } from '../stack/stack-files';
import { inFile, readYaml, type YamlPath } from '../stack/yaml-edit';

export const LOCAL_URL = 'http://victoria-metrics:8428/api/v1/write';
/** What docker-compose.yml gives vmagent when there is no user name. */
export const DEFAULT_USERNAME = 'weir';
/** Compose makes the file that vmagent reads the password from only when there is something to put into it. */
export const NO_PASSWORD = 'none';

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

/** Source to Compose profile. */
export const profiles = { pi: 'system', containers: 'containers', aws: 'aws', gcp: 'gcp' } as const;

/** The settings in the files now; before a first start, those of the templates. @throws AppError invalid-stack */
export async function readSettings(): Promise<Settings> {
  const variables = parseEnv(await currentText('env'));
  const value = (name: string) => variables[name] ?? '';
  const active = profileList(value('COMPOSE_PROFILES'));
  return {
    destination: {
      kind: destinationKinds.find((kind) => kind === value('WEIR_DESTINATION')) ?? 'local',
      url: value('REMOTE_WRITE_URL') || LOCAL_URL,
      username: value('REMOTE_WRITE_USERNAME') || DEFAULT_USERNAME,
      secret: value('REMOTE_WRITE_TOKEN') === NO_PASSWORD ? '' : value('REMOTE_WRITE_TOKEN'),
    },
    sources: {
      pi: active.includes(profiles.pi),
      containers: active.includes(profiles.containers),
      aws: {
        enabled: active.includes(profiles.aws),
        accessKeyId: value('AWS_ACCESS_KEY_ID'),
        secretAccessKey: value('AWS_SECRET_ACCESS_KEY'),
        regions: await awsRegions(),
      },
      gcp: {
        enabled: active.includes(profiles.gcp),
        projectId: value('GCP_PROJECT_ID'),
        keyJson: await readStackFile('gcp-key'),
      },
    },
    cluster: await cluster(),
  };
}

/** The live file, else what ships for a first start, else nothing. */
export async function currentText(id: StackFileId): Promise<string> {
  return (await readStackFile(id)) ?? (await readStackTemplate(id)) ?? '';
}

export function profileList(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

async function readYamlFile(id: StackFileId, path: YamlPath): Promise<unknown> {
  const text = await currentText(id);
  return inFile(stackFile(id).relative, () => readYaml(text, path));
}

async function awsRegions(): Promise<string[]> {
  const jobs = await readYamlFile('yace-config', ['discovery', 'jobs']);
  const regions = Array.isArray(jobs) ? jobs.flatMap((job) => job?.regions ?? []) : [];
  return [...new Set(regions.filter((region) => typeof region === 'string'))];
}

async function cluster(): Promise<string> {
  const value = await readYamlFile('vmagent-config', ['global', 'external_labels', 'cluster']);
  return clusterSchema.safeParse(value).data ?? '';
}
