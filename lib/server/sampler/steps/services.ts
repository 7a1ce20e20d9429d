import 'server-only';
import { serviceNames } from '@/lib/pipeline/components';
import type { ServiceName, ServiceSample } from '@/lib/schemas/snapshot';
import type { VerdictContext } from '@/lib/verdict/terms/types';
import { threeDigits } from '../sources/digits';
import type { ContainerSample, ContainerStats, StackSettings } from './ports';

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
      const cpu = grown(before?.stats.cpuTotalNs, stats.cpuTotalNs);
      const system = grown(before?.stats.systemCpuNs, stats.systemCpuNs);
      const cpuPercent = cpu >= 0 && system > 0 ? (cpu / system) * stats.onlineCpus * 100 : null;
      return [id, { stats, cpuPercent }];
    }),
  );
}

/** Not a number where one of the two is not known. */
function grown(before: number | null | undefined, now: number | null): number {
  return (now ?? Number.NaN) - (before ?? Number.NaN);
}

/** Services that cannot start without a disk that is not mounted. */
export function disksAway(containers: readonly ContainerSample[] | null): Pick<VerdictContext, 'disksAway'> {
  const away = (containers ?? []).flatMap(({ service, diskAway }) =>
    diskAway === undefined ? [] : [[service, diskAway] as const],
  );
  return away.length === 0 ? {} : { disksAway: Object.fromEntries(away) };
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
      cpuPercent: threeDigits(used?.cpuPercent ?? null),
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

/** Restarts are counted over this time when a restart loop is looked for. */
export const RESTART_LOOP_MS = 10 * 60_000;

interface Restarts {
  containerId: string;
  state: ContainerSample['state'];
  /** The engine's count. */
  count: number;
  startedAtMs: number | null;
  /** When restarts within the last ten minutes were seen. */
  seenAtMs: readonly number[];
}
export type RestartMemory = ReadonlyMap<ServiceName, Restarts>;

/**
 * The restarts that the engine made by itself because a container had ended by itself. Its count begins again at
 * zero when the container is started on request or with the engine (20.10 and later), so neither of these counts
 * as a restart here; a start on request also begins a new story. Pure.
 */
export function restartsStep(
  last: RestartMemory,
  containers: readonly ContainerSample[],
  nowMs: number,
): RestartMemory {
  return new Map(
    containers.map((container) => {
      const { service, containerId, state, startedAtMs, restarts } = container;
      const before = last.get(service);
      const isSameStory = before?.containerId === containerId && !isStartedAnew(before, container);
      const known = isSameStory ? before.seenAtMs.filter((atMs) => atMs > nowMs - RESTART_LOOP_MS) : [];
      // What was counted before the first look may be of last year.
      const fresh = before === undefined ? 0 : restarts - (isSameStory ? before.count : 0);
      const seenAtMs = [...known, ...Array<number>(Math.min(fresh, 10)).fill(nowMs)].slice(-10);
      return [service, { containerId, state, count: restarts, startedAtMs, seenAtMs }];
    }),
  );
}

/** Started by somebody else than the engine's restart policy, which would have counted. */
function isStartedAnew(before: Restarts, { restarts, startedAtMs }: ContainerSample): boolean {
  if (restarts !== before.count) return restarts < before.count;
  return startedAtMs !== before.startedAtMs && before.state !== 'restarting';
}
