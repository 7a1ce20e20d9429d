import 'server-only';
import type { ContainerStats } from 'dockerode';
import { AppError } from '../errors';
import { currentContainers, onContainer } from './own';

/** Counters since the container's start; a share of CPU is the sampler's sum over two of them. */
export interface RawStats {
  atMs: number;
  /** Both null: the engine does not tell, as for a container that is just being started. */
  cpuTotalNs: number | null;
  /** CPU time of the whole machine since boot, over all cores. */
  systemCpuNs: number | null;
  onlineCpus: number;
  /** Without the page cache that the kernel can drop; null where the kernel's memory cgroup is off. */
  memoryBytes: number | null;
  memoryLimitBytes: number | null;
  /** Written to disks. Null: the kernel does not tell, as one of cgroup v1, or without its memory cgroup. */
  writtenBytes: number | null;
}

/** cgroup v2 names it inactive_file, v1 total_inactive_file; the CLI subtracts the same. */
function memoryOf(stats: ContainerStats['memory_stats'] | undefined): number | null {
  if (!stats?.usage) return null;
  const details = (stats.stats ?? {}) as unknown as Record<string, number | undefined>;
  const cache = details.total_inactive_file ?? details.inactive_file ?? 0;
  return cache < stats.usage ? stats.usage - cache : stats.usage;
}

/** v1 writes `Write`, and leaves out what is written later; so does v2 where memory is not accounted for. */
function writtenOf({ blkio_stats, memory_stats }: ContainerStats): number | null {
  const entries: readonly { op: string; value: number }[] = blkio_stats?.io_service_bytes_recursive ?? [];
  const writes = entries.filter(({ op }) => op === 'write');
  if (writes.length === 0 || !memory_stats?.usage) return null;
  return writes.reduce((sum, { value }) => sum + value, 0);
}

export function readCounters(stats: ContainerStats, nowMs: number): RawStats {
  return {
    atMs: Date.parse(stats.read) || nowMs,
    cpuTotalNs: stats.cpu_stats?.cpu_usage?.total_usage ?? null,
    systemCpuNs: stats.cpu_stats?.system_cpu_usage ?? null,
    onlineCpus: stats.cpu_stats?.online_cpus || stats.cpu_stats?.cpu_usage?.percpu_usage?.length || 1,
    memoryBytes: memoryOf(stats.memory_stats),
    memoryLimitBytes: stats.memory_stats?.limit || null,
    writtenBytes: writtenOf(stats),
  };
}

/** Readings of all running containers of the stack, by their 12-digit id. One that goes away meanwhile is left out. */
export async function readAllStats(): Promise<Map<string, RawStats>> {
  const running = (await currentContainers()).filter((own) => own.info.State === 'running');
  const oneShot = { stream: false, 'one-shot': true } as { stream: false };
  const readings = await Promise.all(
    running.map(async (own) => {
      try {
        const stats = await onContainer(own, (container) => container.stats(oneShot));
        return [[own.id.slice(0, 12), readCounters(stats, Date.now())] as const];
      } catch (error) {
        if (error instanceof AppError && error.code === 'service-absent') return [];
        throw error;
      }
    }),
  );
  return new Map(readings.flat());
}
