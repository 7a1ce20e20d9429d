import 'server-only';
import type { Lookup } from '@/lib/interpolate';
import type { AppError } from '../../errors';
import { faultOf, isSet, onlyKeys, readList } from './keys';
import { readDevice, readSecretMount, readVolume } from './mounts';
import { readAttachments, readExtraHosts, readPorts } from './network';
import { readDependsOn, readHealthCheck, readLogging, readUlimits } from './parts';
import { fill } from './read-yaml';
import {
  asBool,
  asBytes,
  asDuration,
  asInt,
  asMap,
  asNumber,
  asPairs,
  asString,
  asStrings,
  asTexts,
  isMap,
  type Path,
  shellWords,
  stringOrList,
  type Yaml,
  type YamlMap,
} from './scalars';

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
  devices: readList(readDevice),
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
  labels: asTexts,
  logging: readLogging,
  mem_limit: asBytes,
  mem_reservation: asBytes,
  memswap_limit: asBytes,
  network_mode: asString,
  networks: readAttachments,
  oom_score_adj: asInt,
  pid: asString,
  pids_limit: asInt,
  platform: asString,
  ports: readPorts,
  privileged: isSet,
  pull_policy: asString,
  read_only: isSet,
  restart: asString,
  secrets: readList(readSecretMount),
  security_opt: asStrings,
  shm_size: asBytes,
  stop_grace_period: asDuration,
  stop_signal: asString,
  sysctls: asTexts,
  tmpfs: stringOrList,
  tty: isSet,
  ulimits: readUlimits,
  user: asString,
  userns_mode: asString,
  uts: asString,
  volumes: (value: Yaml, path: Path, { projectDir }: Context) =>
    readList((item, at) => readVolume(item, at, projectDir))(value, path),
  working_dir: asString,
} satisfies Record<string, Reader<unknown>>;

type Readers = typeof serviceReaders;

/** A service in Compose's canonical form: short forms expanded, variables filled, sizes in bytes. */
export type ServiceSpec = { [Key in keyof Readers]?: NonNullable<ReturnType<Readers[Key]>> };

/** One service as far as it is understood. */
export interface ReadService {
  spec: ServiceSpec;
  /** All of it with its variables filled in, as far as they can be: another text is another service. */
  text: string;
  /** Names the first key that is wrong or not known; null: all is understood. */
  fault: AppError | null;
}

/** Reads one service key by key: what is not understood of it hides nothing of the rest. */
export function readService(value: Yaml, path: Path, context: Context): ReadService {
  const raw = isMap(value) ? value : {};
  const filled: YamlMap = { ...raw };
  const spec: Record<string, unknown> = {};
  const faults = [faultOf(() => onlyKeys(asMap(value, path), path, Object.keys(serviceReaders)))];
  for (const key of Object.keys(raw)) {
    faults.push(
      faultOf(() => {
        filled[key] = fill(raw[key] ?? null, `${path}.${key}`, context.lookup);
      }),
    );
  }
  for (const [key, read] of Object.entries(serviceReaders) as [string, Reader<unknown>][]) {
    const item = filled[key];
    if (item === undefined || item === null) continue;
    faults.push(
      faultOf(() => {
        const value = read(item, `${path}.${key}`, context);
        if (value !== undefined) spec[key] = value;
      }),
    );
  }
  const fault = faults.find((each) => each !== null) ?? null;
  return { spec: spec as ServiceSpec, text: JSON.stringify(filled), fault };
}
