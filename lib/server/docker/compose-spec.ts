import 'server-only';
import { InterpolationError, interpolate, type Lookup } from '@/lib/interpolate';
import { AppError } from '../errors';
import { documentData, readDocument, YamlProblem } from '../yaml';
import { onlyKeys } from './compose-keys';
import { type NetworkSpec, readNetworks, readVolumes, type VolumeSpec } from './compose-resources';
import { asMap, asString, invalid, isMap, type Path, type Yaml, type YamlMap } from './compose-scalars';
import { readService, type ServiceSpec } from './compose-service';

export interface ComposeModel {
  project: string;
  /** The folder of the compose file as the engine sees it; bind sources are below it. */
  projectDir: string;
  services: ReadonlyMap<string, ServiceSpec>;
  /** Services without a profile and those whose profile COMPOSE_PROFILES names. */
  enabled: ReadonlySet<string>;
  networks: ReadonlyMap<string, NetworkSpec>;
  volumes: ReadonlyMap<string, VolumeSpec>;
  /** Release of the Docker Compose that this machine has, where `.env` says so (WEIR_COMPOSE_VERSION). */
  composeVersion: string | undefined;
  /** The text of a secret, or undefined when its variable is not set. A function, so that no dump of the model shows one. */
  secret: (key: string) => string | undefined;
}

export interface ComposeOptions {
  /** Wins over the file's own `name:`. */
  project: string;
  projectDir: string;
}

const TOP_LEVEL = ['name', 'services', 'networks', 'volumes', 'secrets', 'version'];

/** Go's YAML reads `0444` as octal where YAML 1.2 reads a decimal number. */
const octal = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^0[0-7]+$/,
  resolve: (text: string) => Number.parseInt(text, 8),
} as const;

let latest: { text: string; file: YamlMap } | null = null;

/** The file is the same most times that it is read, and nothing changes what is read from it. */
function readYaml(text: string): YamlMap {
  if (latest?.text !== text) latest = { text, file: parseYaml(text) };
  return latest.file;
}

function parseYaml(text: string): YamlMap {
  let value: Yaml;
  try {
    value = documentData(readDocument(text, (tags) => [octal, ...tags])) as Yaml;
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    // Never the line itself.
    const words = error.line === null ? error.message : `line ${error.line}: ${error.message}`;
    throw invalid('', `is no valid YAML: ${words}`);
  }
  if (!isMap(value)) throw invalid('', 'has no services');
  return value;
}

function fill(value: Yaml, path: Path, lookup: Lookup): Yaml {
  if (typeof value === 'string') {
    try {
      return interpolate(value, lookup);
    } catch (error) {
      if (error instanceof InterpolationError) throw invalid(path, `cannot be filled: ${error.message}`);
      throw error;
    }
  }
  if (Array.isArray(value)) return value.map((item, index) => fill(item, `${path}[${index}]`, lookup));
  if (!isMap(value)) return value;
  const filled = Object.entries(value).map(([key, item]) => [
    key,
    fill(item, path ? `${path}.${key}` : key, lookup),
  ]);
  return Object.fromEntries(filled);
}

function secretVariables(value: Yaml | undefined): Map<string, string> {
  const variables = new Map<string, string>();
  for (const [key, item] of Object.entries(asMap(value, 'secrets'))) {
    const raw = asMap(item, `secrets.${key}`);
    onlyKeys(raw, `secrets.${key}`, ['name', 'environment']);
    variables.set(key, asString(raw.environment, `secrets.${key}.environment`));
  }
  return variables;
}

function checkReferences(model: ComposeModel, secrets: ReadonlyMap<string, string>): void {
  for (const [name, service] of model.services) {
    const at = `services.${name}`;
    if (!service.image) throw invalid(`${at}.image`, 'is missing; the panel builds no images');
    for (const dependency of Object.keys(service.depends_on ?? {})) {
      if (!model.services.has(dependency))
        throw invalid(`${at}.depends_on`, `names no service: ${dependency}`);
    }
    for (const network of Object.keys(service.networks ?? {})) {
      if (!model.networks.has(network)) throw invalid(`${at}.networks`, `names no network: ${network}`);
    }
    for (const mount of service.volumes ?? []) {
      if (mount.type === 'volume' && mount.source && !model.volumes.has(mount.source)) {
        throw invalid(`${at}.volumes`, `names no volume: ${mount.source}`);
      }
    }
    for (const { source } of service.secrets ?? []) {
      if (!secrets.has(source)) throw invalid(`${at}.secrets`, `names no secret: ${source}`);
    }
  }
}

/**
 * Reads a compose file as `docker compose` would, for the part of the Compose specification that the stack
 * uses. @throws AppError invalid-stack naming the path; a key that is not understood is an error, never ignored.
 */
export function parseCompose(
  yamlText: string,
  env: ReadonlyMap<string, string> | Readonly<Record<string, string>>,
  { project, projectDir }: ComposeOptions,
): ComposeModel {
  const variables = new Map<string, string>(env instanceof Map ? env : Object.entries(env));
  const lookup: Lookup = (name) => (name === 'COMPOSE_PROJECT_NAME' ? project : variables.get(name));
  const raw = readYaml(yamlText);
  onlyKeys(raw, '', TOP_LEVEL);
  const file = fill(raw, '', lookup) as YamlMap;

  const profiles = (variables.get('COMPOSE_PROFILES') ?? '').split(',').map((profile) => profile.trim());
  const services = new Map<string, ServiceSpec>();
  const enabled = new Set<string>();
  for (const [name, item] of Object.entries(asMap(file.services, 'services'))) {
    const service = readService(item, `services.${name}`, { projectDir, lookup });
    if (!service.network_mode && Object.keys(service.networks ?? {}).length === 0)
      service.networks = { default: null };
    services.set(name, service);
    const own = service.profiles ?? [];
    if (own.length === 0 || profiles.includes('*') || own.some((profile) => profiles.includes(profile))) {
      enabled.add(name);
    }
  }
  const secrets = secretVariables(file.secrets);
  const usesDefault = [...services.values()].some(
    (service) => service.networks && 'default' in service.networks,
  );
  const model: ComposeModel = {
    project,
    projectDir,
    services,
    enabled,
    networks: readNetworks(file.networks, project, usesDefault),
    volumes: readVolumes(file.volumes, project),
    composeVersion: variables.get('WEIR_COMPOSE_VERSION') || undefined,
    secret: (key) => variables.get(secrets.get(key) ?? ''),
  };
  checkReferences(model, secrets);
  return model;
}

/** A service of the model. @throws AppError invalid-stack when the file has none of that name. */
export function serviceOf(model: ComposeModel, name: string): ServiceSpec {
  const service = model.services.get(name);
  if (!service) throw new AppError('invalid-stack', `docker-compose.yml has no service ${name}.`);
  return service;
}
