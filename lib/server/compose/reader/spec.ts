import 'server-only';
import type { Lookup } from '@/lib/interpolate';
import { AppError } from '../../errors';
import { onlyKeys } from './keys';
import { readYaml } from './read-yaml';
import type { NetworkSpec, VolumeSpec } from './resources';
import { asMap } from './scalars';
import { type ReadService, readService, type ServiceSpec } from './service';
import { faultInUse, readShared, type Shared } from './uses';

/** A service of Weir's that its owner wrote something into that Weir does not understand. */
export interface NotUnderstood {
  /** Names the key. */
  fault: AppError;
  /** See `ReadService`. */
  text: string;
}

export interface ComposeModel {
  project: string;
  /** The folder of the compose file as the engine sees it; bind sources are below it. */
  projectDir: string;
  /** Of one that is not understood: what is. */
  services: ReadonlyMap<string, ServiceSpec>;
  /** Services without a profile and those whose profile COMPOSE_PROFILES names. */
  enabled: ReadonlySet<string>;
  networks: ReadonlyMap<string, NetworkSpec>;
  volumes: ReadonlyMap<string, VolumeSpec>;
  /** Release of the Docker Compose that this machine has, where `.env` says so (WEIR_COMPOSE_VERSION). */
  composeVersion: string | undefined;
  /** Weir's services that it can look at, start and stop, but neither make nor compare with the file. */
  notUnderstood: ReadonlyMap<string, NotUnderstood>;
  /** Services that are not Weir's and that it does not understand, with the reason; they are left as they are. */
  leftAlone: ReadonlyMap<string, string>;
  /** The text of a secret, or undefined when its variable is not set. A function, so that no dump of the model shows one. */
  secret: (key: string) => string | undefined;
}

export interface ComposeOptions {
  /** Wins over the file's own `name:`. */
  project: string;
  projectDir: string;
  /**
   * Weir's services: what is not understood of them is noted, and what others hold is their owner's business. Not
   * given: everything must be understood.
   */
  own?: ReadonlySet<string>;
}

const TOP_LEVEL = ['name', 'services', 'networks', 'volumes', 'secrets', 'version'];

/**
 * Reads a compose file as `docker compose` would, for the part of the Compose specification that the stack uses. What
 * is not understood is never ignored: it is noted of the services that it is about, and these are not made.
 * @throws AppError invalid-stack for a file that has no services, and without `own` naming the first such key
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
  const read = new Map<string, ReadService>();
  for (const [name, item] of Object.entries(asMap(raw.services, 'services'))) {
    const service = readService(item, `services.${name}`, { projectDir, lookup });
    const { spec } = service;
    if (!spec.network_mode && Object.keys(spec.networks ?? {}).length === 0)
      spec.networks = { default: null };
    read.set(name, service);
  }
  const usesDefault = [...read.values()].some(({ spec }) => 'default' in (spec.networks ?? {}));
  const shared = readShared(raw, project, lookup, usesDefault);
  if (own === undefined) assertAllUnderstood(read, shared);
  return {
    project,
    projectDir,
    ...sorted(read, shared, own, variables.get('COMPOSE_PROFILES') ?? ''),
    networks: shared.networks,
    volumes: shared.volumes,
    composeVersion: variables.get('WEIR_COMPOSE_VERSION') || undefined,
    secret: (key) => variables.get(shared.secrets.get(key) ?? ''),
  };
}

/** Which service is whose, and which runs. */
function sorted(
  read: ReadonlyMap<string, ReadService>,
  shared: Shared,
  own: ReadonlySet<string> | undefined,
  profileText: string,
) {
  const profiles = profileText.split(',').map((profile) => profile.trim());
  const names = new Set(read.keys());
  const services = new Map<string, ServiceSpec>();
  const enabled = new Set<string>();
  const notUnderstood = new Map<string, NotUnderstood>();
  const leftAlone = new Map<string, string>();
  for (const [name, { spec, text, fault: inside }] of read) {
    const fault = inside ?? faultInUse(name, spec, names, shared);
    if (fault !== null && own === undefined) throw fault;
    if (fault !== null && own?.has(name) === false) {
      leftAlone.set(name, fault.message);
      continue;
    }
    if (fault !== null) notUnderstood.set(name, { fault, text });
    services.set(name, spec);
    const switches = spec.profiles ?? [];
    if (switches.length === 0 || profiles.includes('*') || switches.some((one) => profiles.includes(one)))
      enabled.add(name);
  }
  return { services, enabled, notUnderstood, leftAlone };
}

function assertAllUnderstood(read: ReadonlyMap<string, ReadService>, { faults }: Shared): void {
  const found = [...[...read.values()].map(({ fault }) => fault), ...faults.values()];
  const first = found.find((fault) => fault !== null);
  if (first) throw first;
}

/** A service of the model. @throws AppError invalid-stack when the file has none of that name. */
export function serviceOf(model: ComposeModel, name: string): ServiceSpec {
  const service = model.services.get(name);
  if (!service) throw new AppError('invalid-stack', `docker-compose.yml has no service ${name}.`);
  return service;
}

/** To be called before a container is made. @throws AppError invalid-stack naming the key that is not understood */
export function assertUnderstood(model: ComposeModel, name: string): void {
  const fault = model.notUnderstood.get(name)?.fault;
  if (fault) throw fault;
}
