import 'server-only';
import type { MountSettings } from 'dockerode';
import { type ComposeModel, serviceOf } from '../reader/spec';
import { mountsOf } from './mounts';
import { endpointsOf, portsOf } from './network';

export interface CreateContext {
  /** Full id of the image, `sha256:…`, or null where it is not known. */
  imageId: string | null;
  /** Compose's index of the container, 1 for a service that runs once. */
  number: number;
  /** Volumes without a name that the container before this one had and that stay with the service. */
  inherited?: MountSettings[];
  /** The release of Compose in whose way the labels are written, so that it takes the container for its own. */
  release: string;
}

/** Of one that must not come back by itself. */
export const NO_RESTART = { Name: 'no', MaximumRetryCount: 0 } as const;

/** What the engine does with a container that ends, and with all of them when it starts itself. */
export function restartOf(restart: string | undefined) {
  const [name = '', attempts] = (restart ?? '').split(':');
  return { Name: name, MaximumRetryCount: Number(attempts ?? 0) };
}

/** The kernel's names, sorted, as newer Compose releases send them. */
function capabilities(names: string[] | undefined): string[] | undefined {
  if (!names) return names;
  const full = names
    .map((name) => name.toUpperCase())
    .map((name) => (/^(ALL|CAP_.*)$/.test(name) ? name : `CAP_${name}`));
  return full.includes('ALL') ? ['ALL'] : [...new Set(full)].sort();
}

/** What the engine does around the container: mounts, limits, rights, restarts, logging. */
export function hostConfig(model: ComposeModel, name: string, context: CreateContext) {
  const service = serviceOf(model, name);
  const { binds, mounts } = mountsOf(model, service, context.inherited ?? []);
  const [primary] = endpointsOf(model, name, context.number);
  const ulimits = Object.entries(service.ulimits ?? {}).map(([Name, limit]) => ({
    Name,
    Soft: typeof limit === 'number' ? limit : limit.soft,
    Hard: typeof limit === 'number' ? limit : limit.hard,
  }));
  return {
    Binds: binds,
    Mounts: mounts,
    CapAdd: capabilities(service.cap_add),
    CapDrop: capabilities(service.cap_drop),
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
