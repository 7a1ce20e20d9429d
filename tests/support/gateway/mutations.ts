/** Bodies that differ from one that is allowed: by what an attacker would want, and by chance, the same each time. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonMap = { [key: string]: Json };
type Path = (string | number)[];

const isMap = (value: Json | undefined): value is JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const DANGEROUS_HOST: JsonMap = {
  Privileged: true,
  PidMode: 'host',
  IpcMode: 'host',
  UTSMode: 'host',
  UsernsMode: 'host',
  CgroupnsMode: 'host',
  NetworkMode: 'host',
  Binds: ['/:/host:rw'],
  Mounts: [{ Type: 'bind', Source: '/', Target: '/host' }],
  Devices: [{ PathOnHost: '/dev/sda', PathInContainer: '/dev/sda', CgroupPermissions: 'rwm' }],
  DeviceRequests: [{ Count: -1, Capabilities: [['gpu']] }],
  DeviceCgroupRules: ['a *:* rwm'],
  CapAdd: ['ALL'],
  CapDrop: [],
  SecurityOpt: ['seccomp=unconfined'],
  VolumesFrom: ['weir'],
  VolumeDriver: 'other',
  Runtime: 'other',
  CgroupParent: '/',
  GroupAdd: ['0'],
  Links: ['a:b'],
  AutoRemove: true,
  PublishAllPorts: true,
  ReadonlyPaths: [],
  MaskedPaths: [],
  Sysctls: { 'kernel.shm_rmid_forced': '0' },
  Tmpfs: { '/run': 'exec' },
  StorageOpt: { size: '1' },
  ContainerIDFile: '/etc/cron.d/x',
  ExtraHosts: ['a:1.2.3.4'],
  Dns: ['1.2.3.4'],
  OomKillDisable: true,
  OomScoreAdj: -1000,
  PidsLimit: 0,
  Memory: 0,
  Ulimits: [{ Name: 'core', Soft: -1, Hard: -1 }],
  LogConfig: { Type: 'syslog', Config: { 'syslog-address': 'tcp://a' } },
  RestartPolicy: { Name: 'no', MaximumRetryCount: 1 },
  ReadonlyRootfs: 'maybe',
  Annotations: { a: 'b' },
  Init: 'x',
  BlkioDeviceReadBps: [{ Path: '/dev/sda', Rate: 1 }],
};
const DANGEROUS: JsonMap = {
  User: '0:0',
  Cmd: ['/bin/sh', '-c', 'id'],
  Entrypoint: ['/bin/sh'],
  Env: ['LD_PRELOAD=/x'],
  Volumes: { '/x': {} },
  WorkingDir: '/host',
  OpenStdin: true,
  AttachStdin: true,
  Tty: 'x',
  Image: 'debian:latest',
  Hostname: 'a',
  Domainname: 'b',
  MacAddress: '02:42:ac:11:00:02',
  NetworkDisabled: true,
  OnBuild: ['RUN id'],
  Shell: ['/bin/sh'],
  ArgsEscaped: true,
  StopSignal: 'SIGKILL',
  StopTimeout: 1,
  Healthcheck: { Test: ['CMD-SHELL', 'id'] },
  ExposedPorts: { '1/tcp': {} },
  Labels: {},
  NetworkingConfig: { EndpointsConfig: { host: {} } },
  Platform: 'x',
  __proto: {},
};
const DRIVER_OPTIONS: Json[] = [
  {
    Type: 'volume',
    Source: 'x',
    Target: '/x',
    VolumeOptions: { DriverConfig: { Name: 'local', Options: { type: 'none', o: 'bind', device: '/' } } },
  },
  { Type: 'volume', Source: 'vmagent-data', Target: '/vmagentdata', VolumeOptions: { NoCopy: true } },
  { Type: 'volume', Source: 'b'.repeat(64), Target: '/x', ReadOnly: false },
  { Type: 'tmpfs', Source: '', Target: '/run/secrets' },
  { Type: 'npipe', Source: 'x', Target: '/x' },
  { Type: 'bind', Source: '/var/run/docker.sock', Target: '/docker.sock' },
  { Type: 'bind', Source: '/', Target: '/x', BindOptions: { Propagation: 'rshared' } },
];

function clone<T extends Json>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function pathsOf(value: Json, at: Path = []): Path[] {
  const below = Array.isArray(value)
    ? value.flatMap((item, index) => pathsOf(item, [...at, index]))
    : isMap(value)
      ? Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...at, key]))
      : [];
  return at.length === 0 ? below : [at, ...below];
}

function valueAt(value: Json, path: Path): Json {
  return path.reduce<Json>((at, step) => (at as JsonMap)[step as string] ?? null, value);
}

function changed(
  body: JsonMap,
  path: Path,
  change: (parent: JsonMap, key: string, value: Json) => void,
): JsonMap {
  const copy = clone(body);
  const key = path.at(-1) as string;
  const parent = valueAt(copy, path.slice(0, -1)) as JsonMap;
  change(parent, key, parent[key] ?? null);
  return copy;
}

/** A sequence that looks like chance and is the same each time. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Another value of the same kind, or of another one. */
function other(value: Json, next: (below: number) => number): Json {
  const text = typeof value === 'string' ? value : 'x';
  const choices: Json[] = [
    `${text} `,
    `${text}\u0000`,
    text.toUpperCase() === text ? `${text}x` : text.toUpperCase(),
    `/../..${text}`,
    [],
    {},
    null,
    typeof value === 'number' ? value + 1 : 7,
    value !== true,
    [value],
    { a: value },
    Array.isArray(value) ? [...value, 'x'] : [text, text],
    Array.isArray(value) && value.length > 1 ? [...value].reverse() : -1,
    typeof value === 'number' ? String(value) : `${text},rw`,
  ];
  return choices[next(choices.length)] ?? 'x';
}

const isSame = (one: Json, two: Json) => JSON.stringify(one) === JSON.stringify(two);

/** What an attacker would want of any body, each by itself. */
export function wanted(body: JsonMap): JsonMap[] {
  const host = isMap(body.HostConfig) ? body.HostConfig : {};
  const mounts = Array.isArray(host.Mounts) ? host.Mounts : [];
  const all = [
    ...Object.entries(DANGEROUS_HOST).map(([key, value]) => ({
      ...body,
      HostConfig: { ...host, [key]: value },
    })),
    ...Object.entries(DANGEROUS).map(([key, value]) => ({ ...body, [key]: value })),
    ...DRIVER_OPTIONS.map((mount) => ({ ...body, HostConfig: { ...host, Mounts: [...mounts, mount] } })),
    // The engine's decoder does not tell capitals apart.
    { ...body, hostconfig: { Privileged: true } },
    { ...body, HostConfig: { ...host, privileged: true } },
    { ...body, image: 'debian' },
  ];
  return all.filter((one) => !isSame(one, body));
}

/** `count` bodies that differ from `body` somewhere. @param without a key of it that stays as it is */
export function mutations(body: JsonMap, count: number, seed: number, without?: string): JsonMap[] {
  const next = chance(seed);
  const paths = pathsOf(body).filter(([first]) => first !== without);
  const found: JsonMap[] = [];
  while (found.length < count) {
    const path = paths[next(paths.length)] ?? [];
    const kind = next(4);
    const one = changed(body, path, (parent, key, value) => {
      if (kind === 0 && !Array.isArray(parent)) delete parent[key];
      else if (kind === 1 && isMap(value)) value[`Key${next(9)}`] = 'x';
      else parent[key] = other(value, next);
    });
    if (!isSame(one, body)) found.push(one);
  }
  return found;
}
