import 'server-only';
import { onlyKeys } from './keys';
import { readOptions } from './network';
import { asBool, asList, asMap, asPairs, asString, type Path, type Yaml, type YamlMap } from './scalars';

export interface AddressPool {
  subnet?: string;
  gateway?: string;
  ip_range?: string;
}

/** In the order of Compose's own type, on which its hash depends. */
export interface NetworkSpec {
  name: string;
  driver?: string;
  driver_opts?: Record<string, string>;
  ipam: { driver?: string; config?: AddressPool[] };
  external?: true;
  internal?: true;
  attachable?: true;
  labels?: Record<string, string>;
  enable_ipv6?: boolean;
}

export interface VolumeSpec {
  name: string;
  driver?: string;
  driver_opts?: Record<string, string>;
  external?: true;
  labels?: Record<string, string>;
}

function labelsOf(value: Yaml, at: Path): Record<string, string> {
  return Object.fromEntries(Object.entries(asPairs(value, at)).map(([key, item]) => [key, item ?? '']));
}

function common(raw: YamlMap, key: string, at: Path, project: string) {
  const external = raw.external !== undefined && asBool(raw.external, `${at}.external`);
  const fallback = external ? key : `${project}_${key}`;
  return { name: raw.name === undefined ? fallback : asString(raw.name, `${at}.name`), external };
}

function readPools(value: Yaml, at: Path): NetworkSpec['ipam'] {
  const raw = asMap(value, at);
  onlyKeys(raw, at, ['driver', 'config']);
  const ipam: NetworkSpec['ipam'] = {};
  if (raw.driver !== undefined) ipam.driver = asString(raw.driver, `${at}.driver`);
  if (raw.config !== undefined) {
    ipam.config = asList(raw.config, `${at}.config`).map((item, index) => {
      const here = `${at}.config[${index}]`;
      const pool = asMap(item, here);
      onlyKeys(pool, here, ['subnet', 'gateway', 'ip_range']);
      const read: AddressPool = {};
      for (const key of ['subnet', 'gateway', 'ip_range'] as const) {
        if (pool[key] !== undefined) read[key] = asString(pool[key], `${here}.${key}`);
      }
      return read;
    });
  }
  return ipam;
}

const NETWORK_KEYS = [
  'name',
  'driver',
  'driver_opts',
  'ipam',
  'external',
  'internal',
  'attachable',
  'labels',
  'enable_ipv6',
];

function readNetwork(value: Yaml, key: string, at: Path, project: string): NetworkSpec {
  const raw = asMap(value, at);
  onlyKeys(raw, at, NETWORK_KEYS);
  const { name, external } = common(raw, key, at, project);
  const network = { name } as NetworkSpec;
  if (raw.driver !== undefined) network.driver = asString(raw.driver, `${at}.driver`);
  if (raw.driver_opts !== undefined) network.driver_opts = readOptions(raw.driver_opts, `${at}.driver_opts`);
  network.ipam = raw.ipam === undefined ? {} : readPools(raw.ipam, `${at}.ipam`);
  if (external) network.external = true;
  if (raw.internal !== undefined && asBool(raw.internal, `${at}.internal`)) network.internal = true;
  if (raw.attachable !== undefined && asBool(raw.attachable, `${at}.attachable`)) network.attachable = true;
  if (raw.labels !== undefined) network.labels = labelsOf(raw.labels, `${at}.labels`);
  if (raw.enable_ipv6 !== undefined) network.enable_ipv6 = asBool(raw.enable_ipv6, `${at}.enable_ipv6`);
  return network;
}

/** Top-level `networks:`; `default` is added where a service uses it without a declaration. */
export function readNetworks(
  value: Yaml | undefined,
  project: string,
  usesDefault: boolean,
): Map<string, NetworkSpec> {
  const declared = asMap(value, 'networks');
  const all: YamlMap = usesDefault && !('default' in declared) ? { ...declared, default: null } : declared;
  return new Map(
    Object.entries(all).map(([key, item]) => [key, readNetwork(item, key, `networks.${key}`, project)]),
  );
}

function readVolume(value: Yaml, key: string, at: Path, project: string): VolumeSpec {
  const raw = asMap(value, at);
  onlyKeys(raw, at, ['name', 'driver', 'driver_opts', 'external', 'labels']);
  const { name, external } = common(raw, key, at, project);
  const volume: VolumeSpec = { name };
  if (raw.driver !== undefined) volume.driver = asString(raw.driver, `${at}.driver`);
  if (raw.driver_opts !== undefined) volume.driver_opts = readOptions(raw.driver_opts, `${at}.driver_opts`);
  if (external) volume.external = true;
  if (raw.labels !== undefined) volume.labels = labelsOf(raw.labels, `${at}.labels`);
  return volume;
}

/** Top-level `volumes:`. */
export function readVolumes(value: Yaml | undefined, project: string): Map<string, VolumeSpec> {
  const all = Object.entries(asMap(value, 'volumes'));
  return new Map(all.map(([key, item]) => [key, readVolume(item, key, `volumes.${key}`, project)]));
}
