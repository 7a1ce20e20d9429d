import 'server-only';
import type { Lookup } from '@/lib/interpolate';
import type { AppError } from '../../errors';
import { faultOf, readKeys } from './keys';
import { fill } from './read-yaml';
import { type NetworkSpec, readNetwork, readVolume, type VolumeSpec } from './resources';
import { asMap, asString, invalid, type Yaml, type YamlMap } from './scalars';
import type { ServiceSpec } from './service';

/** What the services of a file share, as far as it is understood. */
export interface Shared {
  networks: Map<string, NetworkSpec>;
  volumes: Map<string, VolumeSpec>;
  /** Secret to the variable that holds it. */
  secrets: Map<string, string>;
  /** By `networks.<name>`, `volumes.<name>` and `secrets.<name>`: why it is not understood. */
  faults: ReadonlyMap<string, AppError>;
}

/** Networks, volumes and secrets of a file; one that is not understood is among the faults. */
export function readShared(raw: YamlMap, project: string, lookup: Lookup, usesDefault: boolean): Shared {
  const faults = new Map<string, AppError>();
  const each = (kind: 'networks' | 'volumes' | 'secrets', read: (name: string, item: Yaml) => void) => {
    for (const [name, item] of Object.entries(asMap(raw[kind], kind))) {
      const at = `${kind}.${name}`;
      const fault = faultOf(() => read(name, fill(item, at, lookup)));
      if (fault !== null) faults.set(at, fault);
    }
  };
  const networks = new Map<string, NetworkSpec>();
  const volumes = new Map<string, VolumeSpec>();
  const secrets = new Map<string, string>();
  each('networks', (name, item) => networks.set(name, readNetwork(item, name, project)));
  each('volumes', (name, item) => volumes.set(name, readVolume(item, name, project)));
  each('secrets', (name, item) => secrets.set(name, secretVariable(item, `secrets.${name}`)));
  // A service may use it without a declaration.
  if (usesDefault && !networks.has('default') && !faults.has('networks.default')) {
    networks.set('default', readNetwork(null, 'default', project));
  }
  return { networks, volumes, secrets, faults };
}

function secretVariable(value: Yaml, at: string): string {
  return readKeys(value, at, { name: (name) => name, environment: asString }, ['environment']).environment;
}

/**
 * What keeps a service from being made although its own keys are understood: it names something that is nowhere, or
 * that is not understood. Null: nothing.
 */
export function faultInUse(
  name: string,
  service: ServiceSpec,
  services: ReadonlySet<string>,
  { networks, volumes, secrets, faults }: Shared,
): AppError | null {
  const at = `services.${name}`;
  if (!service.image) return invalid(`${at}.image`, 'is missing; the panel builds no images');
  const missing = Object.keys(service.depends_on ?? {}).find((dependency) => !services.has(dependency));
  if (missing !== undefined) return invalid(`${at}.depends_on`, `names no service: ${missing}`);
  const find = (kind: string, one: string, known: ReadonlyMap<string, unknown>, used: string[]) => {
    const odd = used.find((key) => !known.has(key));
    if (odd === undefined) return null;
    return faults.get(`${kind}.${odd}`) ?? invalid(`${at}.${kind}`, `names no ${one}: ${odd}`);
  };
  const mounted = (service.volumes ?? []).flatMap(({ type, source }) =>
    type === 'volume' && source ? [source] : [],
  );
  return (
    find('networks', 'network', networks, Object.keys(service.networks ?? {})) ??
    find('volumes', 'volume', volumes, mounted) ??
    find(
      'secrets',
      'secret',
      secrets,
      (service.secrets ?? []).map(({ source }) => source),
    )
  );
}
