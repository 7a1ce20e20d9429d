import 'server-only';
import type { ContainerCreateOptions, MountSettings } from 'dockerode';
import type { NetworkAttachment } from './compose-network';
import type { HealthCheck } from './compose-parts';
import type { ServiceSpec } from './compose-service';
import { type ComposeModel, serviceOf } from './compose-spec';
import { type HashFlavour, serviceHash } from './config-hash';
import { mountsOf } from './create-mounts';
import { label } from './labels';

export interface CreateContext {
  /** Full id of the image, `sha256:…`, or null where it is not known. */
  imageId: string | null;
  /** Compose's index of the container, 1 for a service that runs once. */
  number: number;
  flavour: HashFlavour;
  /** Volumes without a name that the container before this one had and that stay with the service. */
  inherited?: MountSettings[];
  /** What wrote the container, for the version label. */
  version: string;
}

/** The name that Compose gives a service's container. */
export function containerName(model: ComposeModel, name: string, number = 1): string {
  return serviceOf(model, name).container_name ?? `${model.project}-${name}-${number}`;
}

function labelsOf(model: ComposeModel, name: string, context: CreateContext): Record<string, string> {
  const service = serviceOf(model, name);
  const dependencies = Object.entries(service.depends_on ?? {}).map(
    ([dependency, { condition, restart }]) => `${dependency}:${condition}:${restart ?? false}`,
  );
  return {
    ...service.labels,
    [label.project]: model.project,
    [label.service]: name,
    [label.version]: context.version,
    [label.workingDir]: model.projectDir,
    [label.configFiles]: `${model.projectDir}/docker-compose.yml`,
    [label.oneoff]: 'False',
    [label.number]: String(context.number),
    [label.configHash]: serviceHash(service, context.flavour),
    [label.dependsOn]: dependencies.join(','),
    ...(context.imageId && { [label.image]: context.imageId }),
  };
}

function healthOf(check: HealthCheck | undefined): ContainerCreateOptions['Healthcheck'] {
  if (!check) return undefined;
  return {
    Test: check.disable ? ['NONE'] : (check.test ?? []),
    Interval: check.interval ?? 0,
    Timeout: check.timeout ?? 0,
    Retries: check.retries ?? 0,
    StartPeriod: check.start_period ?? 0,
    ...(check.start_interval && { StartInterval: check.start_interval }),
  } as ContainerCreateOptions['Healthcheck'];
}

function restartOf(restart: string | undefined) {
  const [name = '', attempts] = (restart ?? '').split(':');
  return { Name: name, MaximumRetryCount: Number(attempts ?? 0) };
}

function portsOf(service: ServiceSpec) {
  const exposed: Record<string, object> = {};
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const port of service.expose ?? []) exposed[port.includes('/') ? port : `${port}/tcp`] = {};
  for (const port of service.ports ?? []) {
    const key = `${port.target}/${port.protocol}`;
    exposed[key] = {};
    bindings[key] ??= [];
    bindings[key].push({ HostIp: port.host_ip ?? '', HostPort: port.published ?? '' });
  }
  return { exposed, bindings };
}

/** A container's end of a network; the short container name and the service's name are its names there. */
function endpoint(model: ComposeModel, name: string, number: number, attachment: NetworkAttachment | null) {
  return {
    Aliases: [containerName(model, name, number), name, ...(attachment?.aliases ?? [])],
    ...(attachment && {
      IPAMConfig: {
        ...(attachment.ipv4_address && { IPv4Address: attachment.ipv4_address }),
        ...(attachment.ipv6_address && { IPv6Address: attachment.ipv6_address }),
      },
      ...(attachment.mac_address && { MacAddress: attachment.mac_address }),
      ...(attachment.driver_opts && { DriverOpts: attachment.driver_opts }),
    }),
  };
}

/** The service's networks as the engine names them, the first one first (highest priority, then by name). */
export function endpointsOf(model: ComposeModel, name: string, number: number) {
  const networks = Object.entries(serviceOf(model, name).networks ?? {});
  networks.sort(
    ([a, left], [b, right]) => (right?.priority ?? 0) - (left?.priority ?? 0) || (a < b ? -1 : 1),
  );
  return networks.map(([key, attachment]) => ({
    network: model.networks.get(key)?.name ?? key,
    endpoint: endpoint(model, name, number, attachment),
  }));
}

function hostConfig(model: ComposeModel, name: string, context: CreateContext) {
  const service = serviceOf(model, name);
  const { binds, mounts } = mountsOf(model, service, context.inherited ?? [], context.flavour);
  const [primary] = endpointsOf(model, name, context.number);
  const ulimits = Object.entries(service.ulimits ?? {}).map(([Name, limit]) => ({
    Name,
    Soft: typeof limit === 'number' ? limit : (limit.soft ?? 0),
    Hard: typeof limit === 'number' ? limit : (limit.hard ?? 0),
  }));
  return {
    Binds: binds,
    Mounts: mounts,
    CapAdd: service.cap_add,
    CapDrop: service.cap_drop,
    NetworkMode: service.network_mode ?? primary?.network ?? 'none',
    Init: service.init,
    IpcMode: service.ipc ?? '',
    ReadonlyRootfs: service.read_only ?? false,
    RestartPolicy: restartOf(service.restart),
    ShmSize: service.shm_size ?? 0,
    Sysctls: service.sysctls,
    PortBindings: portsOf(service).bindings,
    CgroupParent: service.cgroup_parent ?? '',
    Memory: service.mem_limit ?? 0,
    MemorySwap: service.memswap_limit ?? 0,
    MemoryReservation: service.mem_reservation ?? 0,
    OomKillDisable: false,
    OomScoreAdj: service.oom_score_adj ?? 0,
    CpuShares: service.cpu_shares ?? 0,
    NanoCpus: Math.round((service.cpus ?? 0) * 1e9),
    PidsLimit: service.pids_limit,
    Devices: service.devices?.map(({ source, target, permissions }) => ({
      PathOnHost: source,
      PathInContainer: target,
      CgroupPermissions: permissions,
    })),
    Dns: service.dns,
    ExtraHosts: service.extra_hosts?.map((entry) => entry.replace('=', ':')) ?? [],
    SecurityOpt: service.security_opt,
    UsernsMode: service.userns_mode ?? '',
    UTSMode: service.uts ?? '',
    PidMode: service.pid ?? '',
    Privileged: service.privileged ?? false,
    Tmpfs: Object.fromEntries((service.tmpfs ?? []).map((entry) => splitOnce(entry))),
    LogConfig: { Type: service.logging?.driver ?? '', Config: service.logging?.options ?? {} },
    GroupAdd: service.group_add,
    Ulimits: ulimits,
  };
}

function splitOnce(entry: string): [string, string] {
  const at = entry.indexOf(':');
  return at < 0 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
}

/**
 * The body of POST /containers/create for one service, as Compose would send it. Only the first network is part
 * of it: engines before API 1.44 take one, the others are connected afterwards (`endpointsOf`).
 */
export function createOptions(
  model: ComposeModel,
  name: string,
  context: CreateContext,
): ContainerCreateOptions {
  const service = serviceOf(model, name);
  const [primary] = endpointsOf(model, name, context.number);
  return {
    Hostname: service.hostname ?? '',
    User: service.user ?? '',
    ExposedPorts: portsOf(service).exposed,
    Tty: service.tty ?? false,
    AttachStdout: true,
    AttachStderr: true,
    Cmd: service.command,
    Entrypoint: service.entrypoint,
    Image: service.image,
    WorkingDir: service.working_dir ?? '',
    Labels: labelsOf(model, name, context),
    ...(service.stop_signal && { StopSignal: service.stop_signal }),
    ...(service.stop_grace_period !== undefined && {
      StopTimeout: Math.trunc(service.stop_grace_period / 1e9),
    }),
    Env: Object.entries(service.environment ?? {}).map(([key, value]) =>
      value === null ? key : `${key}=${value}`,
    ),
    Healthcheck: healthOf(service.healthcheck),
    HostConfig: hostConfig(model, name, context) as ContainerCreateOptions['HostConfig'],
    ...(!service.network_mode &&
      primary && { NetworkingConfig: { EndpointsConfig: { [primary.network]: primary.endpoint } } }),
    ...(service.platform && { platform: service.platform }),
  };
}
