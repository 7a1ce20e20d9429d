import 'server-only';
import { onlyKeys } from './compose-keys';
import {
  type DeviceMount,
  readDevice,
  readSecretMount,
  readVolume,
  type SecretMount,
  type VolumeMount,
} from './compose-mounts';
import {
  type NetworkAttachment,
  type PortBinding,
  readAttachments,
  readExtraHosts,
  readOptions,
  readPorts,
} from './compose-network';
import {
  asBool,
  asBytes,
  asDuration,
  asInt,
  asList,
  asMap,
  asNumber,
  asPairs,
  asString,
  asStrings,
  invalid,
  type Path,
  shellWords,
  sorted,
  stringOrList,
  type Yaml,
} from './compose-scalars';
import type { Lookup } from './interpolate';

export const conditions = ['service_started', 'service_healthy', 'service_completed_successfully'] as const;

export interface Dependency {
  condition: (typeof conditions)[number];
  restart?: true;
  required: boolean;
}

export interface HealthCheck {
  test?: string[];
  /** Nanoseconds, like all durations of a service. */
  timeout?: number;
  interval?: number;
  retries?: number;
  start_period?: number;
  start_interval?: number;
  disable?: true;
}

interface Context {
  projectDir: string;
  lookup: Lookup;
}

type Reader<T> = (value: Yaml, path: Path, context: Context) => T;

function readCommand(value: Yaml, path: Path): string[] {
  return typeof value === 'string' ? shellWords(value, path) : asStrings(value, path);
}

function readEnvironment(value: Yaml, path: Path, { lookup }: Context): Record<string, string | null> {
  const pairs = asPairs(value, path);
  for (const [key, item] of Object.entries(pairs)) pairs[key] = item ?? lookup(key) ?? null;
  return pairs;
}

function readDependsOn(value: Yaml, path: Path): Record<string, Dependency> {
  if (Array.isArray(value)) {
    const started = asStrings(value, path).map((name): [string, Dependency] => [
      name,
      { condition: 'service_started', required: true },
    ]);
    return sorted(Object.fromEntries(started));
  }
  const entries = Object.entries(asMap(value, path)).map(([name, item]): [string, Dependency] => {
    const at = `${path}.${name}`;
    const raw = asMap(item, at);
    onlyKeys(raw, at, ['condition', 'restart', 'required']);
    const condition = conditions.find((known) => known === (raw.condition ?? 'service_started'));
    if (!condition) throw invalid(`${at}.condition`, 'is not a condition that Compose knows');
    const dependency = { condition } as Dependency;
    if (raw.restart !== undefined && asBool(raw.restart, `${at}.restart`)) dependency.restart = true;
    dependency.required = raw.required === undefined || asBool(raw.required, `${at}.required`);
    return [name, dependency];
  });
  return sorted(Object.fromEntries(entries));
}

function readHealthCheck(value: Yaml, path: Path): HealthCheck {
  const raw = asMap(value, path);
  onlyKeys(raw, path, [
    'test',
    'timeout',
    'interval',
    'retries',
    'start_period',
    'start_interval',
    'disable',
  ]);
  const check: HealthCheck = {};
  if (typeof raw.test === 'string') check.test = ['CMD-SHELL', raw.test];
  else if (raw.test !== undefined) check.test = asStrings(raw.test, `${path}.test`);
  if (raw.timeout !== undefined) check.timeout = asDuration(raw.timeout, `${path}.timeout`);
  if (raw.interval !== undefined) check.interval = asDuration(raw.interval, `${path}.interval`);
  if (raw.retries !== undefined) check.retries = asInt(raw.retries, `${path}.retries`);
  if (raw.start_period !== undefined)
    check.start_period = asDuration(raw.start_period, `${path}.start_period`);
  if (raw.start_interval !== undefined)
    check.start_interval = asDuration(raw.start_interval, `${path}.start_interval`);
  if (raw.disable !== undefined && asBool(raw.disable, `${path}.disable`)) check.disable = true;
  return check;
}

function readLogging(value: Yaml, path: Path): { driver?: string; options?: Record<string, string> } {
  const raw = asMap(value, path);
  onlyKeys(raw, path, ['driver', 'options']);
  return {
    ...(raw.driver !== undefined && { driver: asString(raw.driver, `${path}.driver`) }),
    ...(raw.options !== undefined && { options: readOptions(raw.options, `${path}.options`) }),
  };
}

function readUlimits(value: Yaml, path: Path): Record<string, number | { soft?: number; hard?: number }> {
  const entries = Object.entries(asMap(value, path)).map(([name, item]) => {
    const at = `${path}.${name}`;
    if (typeof item === 'number' || typeof item === 'string') return [name, asInt(item, at)] as const;
    const raw = asMap(item, at);
    onlyKeys(raw, at, ['soft', 'hard']);
    return [name, { soft: asInt(raw.soft, `${at}.soft`), hard: asInt(raw.hard, `${at}.hard`) }] as const;
  });
  return sorted(Object.fromEntries(entries));
}

const labelsOf: Reader<Record<string, string>> = (value, path) =>
  Object.fromEntries(Object.entries(asPairs(value, path)).map(([key, item]) => [key, item ?? '']));
const isSet: Reader<true | undefined> = (value, path) => (asBool(value, path) ? true : undefined);
const each =
  <T>(read: Reader<T>): Reader<T[]> =>
  (value, path, context) =>
    asList(value, path).map((item, index) => read(item, `${path}[${index}]`, context));

/** Every key of a service that is understood. The order is that of Compose's own type, on which its hash depends. */
export const serviceReaders = {
  profiles: asStrings,
  build: () => undefined,
  cap_add: asStrings,
  cap_drop: asStrings,
  cgroup_parent: asString,
  cpus: asNumber,
  cpu_shares: asInt,
  command: readCommand,
  container_name: asString,
  depends_on: readDependsOn,
  devices: each<DeviceMount>(readDevice),
  dns: stringOrList,
  entrypoint: readCommand,
  environment: readEnvironment,
  expose: asStrings,
  extra_hosts: readExtraHosts,
  group_add: asStrings,
  hostname: asString,
  healthcheck: readHealthCheck,
  image: asString,
  init: asBool,
  ipc: asString,
  labels: labelsOf,
  logging: readLogging,
  mem_limit: asBytes,
  mem_reservation: asBytes,
  memswap_limit: asBytes,
  network_mode: asString,
  networks: readAttachments as Reader<Record<string, NetworkAttachment | null>>,
  oom_score_adj: asInt,
  pid: asString,
  pids_limit: asInt,
  platform: asString,
  ports: readPorts as Reader<PortBinding[]>,
  privileged: isSet,
  pull_policy: asString,
  read_only: isSet,
  restart: asString,
  secrets: each<SecretMount>(readSecretMount),
  security_opt: asStrings,
  shm_size: asBytes,
  stop_grace_period: asDuration,
  stop_signal: asString,
  sysctls: labelsOf,
  tmpfs: stringOrList,
  tty: isSet,
  ulimits: readUlimits,
  user: asString,
  userns_mode: asString,
  uts: asString,
  volumes: each<VolumeMount>((value, path, { projectDir }) => readVolume(value, path, projectDir)),
  working_dir: asString,
} satisfies Record<string, Reader<unknown>>;

type Readers = typeof serviceReaders;

/** A service in Compose's canonical form: short forms expanded, variables filled, sizes in bytes. */
export type ServiceSpec = { [Key in keyof Readers]?: NonNullable<ReturnType<Readers[Key]>> };

/** Reads one service. @throws AppError invalid-stack naming the key that is wrong or not known. */
export function readService(value: Yaml, path: Path, context: Context): ServiceSpec {
  const raw = asMap(value, path);
  onlyKeys(raw, path, Object.keys(serviceReaders));
  const spec: Record<string, unknown> = {};
  for (const [key, read] of Object.entries(serviceReaders) as [string, Reader<unknown>][]) {
    const item = raw[key];
    if (item === undefined || item === null) continue;
    const value = read(item, `${path}.${key}`, context);
    if (value !== undefined) spec[key] = value;
  }
  return spec as ServiceSpec;
}
