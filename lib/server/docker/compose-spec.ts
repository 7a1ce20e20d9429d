import 'server-only';
import type { Lookup } from '@/lib/interpolate';
import { AppError } from '../errors';
import { onlyKeys } from './compose-keys';
import { type NetworkSpec, readNetworks, readVolumes, type VolumeSpec } from './compose-resources';
import { asMap, asString, invalid, type Path, type Yaml } from './compose-scalars';
import { readService, type ServiceSpec } from './compose-service';
import { fill, readYaml } from './compose-yaml';

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
  /** Services that are not Weir's and that it does not understand, with the reason; they are left as they are. */
  leftAlone: ReadonlyMap<string, string>;
  /** The text of a secret, or undefined when its variable is not set. A function, so that no dump of the model shows one. */
  secret: (key: string) => string | undefined;
}

export interface ComposeOptions {
  /** Wins over the file's own `name:`. */
  project: string;
  projectDir: string;
  /** Services that must be understood; what others hold is their owner's business. Not given: every one must be. */
  own?: ReadonlySet<string>;
}

const TOP_LEVEL = ['name', 'services', 'networks', 'volumes', 'secrets', 'version'];

function secretVariable(value: Yaml, at: Path): string {
  const raw = asMap(value, at);
  onlyKeys(raw, at, ['name', 'environment']);
  return asString(raw.environment, `${at}.environment`);
}

interface Declared {
  names: ReadonlySet<string>;
  networks: ReadonlyMap<string, unknown>;
  volumes: ReadonlyMap<string, unknown>;
  secrets: ReadonlyMap<string, unknown>;
}

function checkReferences(name: string, service: ServiceSpec, declared: Declared): void {
  const at = `services.${name}`;
  if (!service.image) throw invalid(`${at}.image`, 'is missing; the panel builds no images');
  for (const dependency of Object.keys(service.depends_on ?? {})) {
    if (!declared.names.has(dependency)) throw invalid(`${at}.depends_on`, `names no service: ${dependency}`);
  }
  for (const network of Object.keys(service.networks ?? {})) {
    if (!declared.networks.has(network)) throw invalid(`${at}.networks`, `names no network: ${network}`);
  }
  for (const mount of service.volumes ?? []) {
    if (mount.type === 'volume' && mount.source && !declared.volumes.has(mount.source)) {
      throw invalid(`${at}.volumes`, `names no volume: ${mount.source}`);
    }
  }
  for (const { source } of service.secrets ?? []) {
    if (!declared.secrets.has(source)) throw invalid(`${at}.secrets`, `names no secret: ${source}`);
  }
}

/**
 * Reads a compose file as `docker compose` would, for the part of the Compose specification that the stack
 * uses. A service that Weir does not need may hold anything, and so may what only such services use.
 * @throws AppError invalid-stack naming the path; a key that is not understood is an error, never ignored.
 */
export function parseCompose(
  yamlText: string,
  env: ReadonlyMap<string, string> | Readonly<Record<string, string>>,
  { project, projectDir, own }: ComposeOptions,
): ComposeModel {
  const variables = new Map<string, string>(env instanceof Map ? env : Object.entries(env));
  const lookup: Lookup = (name) => (name === 'COMPOSE_PROJECT_NAME' ? project : variables.get(name));
  const raw = readYaml(yamlText);
  if (own === undefined) onlyKeys(raw, '', TOP_LEVEL);
  const part = (key: string, isNeeded: (name: string) => boolean) => {
    const read = new Map<string, Yaml>();
    for (const [name, item] of Object.entries(asMap(raw[key], key))) {
      tolerating(isNeeded(name), () => read.set(name, fill(item, `${key}.${name}`, lookup)));
    }
    return read;
  };
  const isOwn = (name: string) => own === undefined || own.has(name);

  const profiles = (variables.get('COMPOSE_PROFILES') ?? '').split(',').map((profile) => profile.trim());
  const services = new Map<string, ServiceSpec>();
  const leftAlone = new Map<string, string>();
  const enabled = new Set<string>();
  const names = new Set(Object.keys(asMap(raw.services, 'services')));
  const leaveAlone = (name: string, words: string | null) => {
    if (words === null) return;
    leftAlone.set(name, words);
    services.delete(name);
    enabled.delete(name);
  };
  for (const [name, item] of Object.entries(asMap(raw.services, 'services'))) {
    const at = `services.${name}`;
    const words = tolerating(isOwn(name), () => {
      const service = readService(fill(item, at, lookup), at, { projectDir, lookup });
      if (!service.network_mode && Object.keys(service.networks ?? {}).length === 0)
        service.networks = { default: null };
      services.set(name, service);
      const switches = service.profiles ?? [];
      if (switches.length === 0 || profiles.includes('*') || switches.some((one) => profiles.includes(one)))
        enabled.add(name);
    });
    leaveAlone(name, words);
  }

  const ownServices = [...services].filter(([name]) => isOwn(name)).map(([, service]) => service);
  const needs = {
    networks: (key: string) =>
      own === undefined || ownServices.some(({ networks }) => key in (networks ?? {})),
    volumes: (key: string) =>
      own === undefined || ownServices.some(({ volumes }) => volumes?.some((mount) => mount.source === key)),
    secrets: (key: string) =>
      own === undefined ||
      ownServices.some((service) => service.secrets?.some(({ source }) => source === key)),
  };
  const usesDefault = [...services.values()].some(
    (service) => service.networks && 'default' in service.networks,
  );
  const networks = new Map<string, NetworkSpec>();
  for (const [key, item] of part('networks', needs.networks)) {
    tolerating(needs.networks(key), () => {
      for (const [name, network] of readNetworks({ [key]: item }, project, false))
        networks.set(name, network);
    });
  }
  if (usesDefault && !networks.has('default')) {
    for (const [name, network] of readNetworks({}, project, true)) networks.set(name, network);
  }
  const volumes = new Map<string, VolumeSpec>();
  for (const [key, item] of part('volumes', needs.volumes)) {
    tolerating(needs.volumes(key), () => {
      for (const [name, volume] of readVolumes({ [key]: item }, project)) volumes.set(name, volume);
    });
  }
  const secrets = new Map<string, string>();
  for (const [key, item] of part('secrets', needs.secrets)) {
    tolerating(needs.secrets(key), () => secrets.set(key, secretVariable(item, `secrets.${key}`)));
  }
  const declared = { names, networks, volumes, secrets };
  for (const [name, service] of services) {
    leaveAlone(
      name,
      tolerating(isOwn(name), () => checkReferences(name, service, declared)),
    );
  }
  return {
    project,
    projectDir,
    services,
    enabled,
    networks,
    volumes,
    leftAlone,
    composeVersion: variables.get('WEIR_COMPOSE_VERSION') || undefined,
    secret: (key) => variables.get(secrets.get(key) ?? ''),
  };
}

/** @returns why it could not be read, where it need not be */
function tolerating(isNeeded: boolean, read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    if (isNeeded || !(error instanceof AppError)) throw error;
    return error.message;
  }
}

/** A service of the model. @throws AppError invalid-stack when the file has none of that name. */
export function serviceOf(model: ComposeModel, name: string): ServiceSpec {
  const service = model.services.get(name);
  if (!service) throw new AppError('invalid-stack', `docker-compose.yml has no service ${name}.`);
  return service;
}
