import 'server-only';
import { type ServiceName, type ServiceSample, serviceNames } from '@/lib/schemas/snapshot';
import type { ContainerSample, ContainerStats, StackSettings } from './ports';
import { rough } from './rough';

/** Readings closer than this make a share of CPU that is mostly noise. */
const CPU_MIN_MS = 500;

export interface Usage {
  stats: ContainerStats;
  /** Share of one core, 0–100 × cores; null until there are two readings. */
  cpuPercent: number | null;
}

/** CPU between two readings as Docker's own CLI computes it: share of the machine's CPU time × cores. Pure. */
export function usageStep(
  last: ReadonlyMap<string, Usage>,
  now: ReadonlyMap<string, ContainerStats>,
): Map<string, Usage> {
  return new Map(
    [...now].map(([id, stats]) => {
      const before = last.get(id);
      if (before && stats.atMs - before.stats.atMs < CPU_MIN_MS) return [id, before];
      const cpu = stats.cpuTotalNs - (before?.stats.cpuTotalNs ?? Number.NaN);
      const system = stats.systemCpuNs - (before?.stats.systemCpuNs ?? Number.NaN);
      const cpuPercent = cpu >= 0 && system > 0 ? (cpu / system) * stats.onlineCpus * 100 : null;
      return [id, { stats, cpuPercent }];
    }),
  );
}

/**
 * Every service of the stack, also those without a container. Null containers: the engine was never asked with
 * success, so nothing is said of any service.
 */
export function serviceSamples(
  containers: readonly ContainerSample[] | null,
  usage: ReadonlyMap<string, Usage>,
  settings: StackSettings,
): ServiceSample[] {
  if (containers === null) return [];
  return serviceNames.map((name): ServiceSample => {
    const enabled = settings.enabled.has(name);
    const container = containers.find(({ service }) => service === name);
    if (!container) return absent(name, enabled, settings.images.get(name) ?? '');
    const used = container.state === 'running' ? usage.get(container.containerId) : undefined;
    return {
      name,
      enabled,
      state: container.state,
      health: container.health,
      containerId: container.containerId,
      image: container.image,
      startedAtMs: container.startedAtMs,
      exitCode: container.exitCode,
      oomKilled: container.oomKilled,
      restarts: container.restarts,
      cpuPercent: rough(used?.cpuPercent ?? null),
      memoryBytes: used?.stats.memoryBytes ?? null,
      memoryLimitBytes: container.memoryLimitBytes,
    };
  });
}

function absent(name: ServiceName, enabled: boolean, image: string): ServiceSample {
  return {
    name,
    enabled,
    state: 'absent',
    health: 'none',
    containerId: null,
    image,
    startedAtMs: null,
    exitCode: null,
    oomKilled: false,
    restarts: 0,
    cpuPercent: null,
    memoryBytes: null,
    memoryLimitBytes: null,
  };
}

/** Starts are counted over this time when a restart loop is looked for. */
export const RESTART_LOOP_MS = 10 * 60_000;

export type StartTimes = ReadonlyMap<ServiceName, readonly number[]>;

/** When each service was started within the last ten minutes, as far as it was seen. Pure. */
export function startTimesStep(
  last: StartTimes,
  containers: readonly ContainerSample[],
  nowMs: number,
): StartTimes {
  return new Map(
    containers.map(({ service, startedAtMs }) => {
      const known = (last.get(service) ?? []).filter((atMs) => atMs > nowMs - RESTART_LOOP_MS);
      const isNew =
        startedAtMs !== null && startedAtMs > nowMs - RESTART_LOOP_MS && !known.includes(startedAtMs);
      return [service, isNew ? [...known, startedAtMs] : known];
    }),
  );
}
