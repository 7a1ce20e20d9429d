import 'server-only';
import { jobService, jobSource } from '@/lib/pipeline/components';
import type { SourceId } from '@/lib/schemas/snapshot';
import type { Silence } from '@/lib/verdict/terms/types';
import type { ScrapeTarget } from '../../vmagent/targets';
import type { ContainerSample } from './ports';

interface Heard {
  /** The exporter's start: another process may have another configuration. */
  startedAtMs: number | null;
  lastScrapeAtMs: number | null;
  samples: number;
  most: number;
  /** Scrapes in a row that had next to nothing. */
  quiet: number;
}
export type SilenceMemory = ReadonlyMap<SourceId, Heard>;

export const NO_SILENCE_MEMORY: SilenceMemory = new Map();

/** An exporter's own figures go on when what it is for has ended, so a tenth of what was is as good as nothing. */
const QUIET_SHARE = 0.1;
/** Fewer samples than this are an exporter that never had much to tell. */
const MOST_MIN = 50;
/** The first scrapes of an exporter that has just been started may come before its cloud has answered. */
const QUIET_SCRAPES = 2;

/** The memory after one reading of the targets. Pure. */
export function silenceStep(
  memory: SilenceMemory,
  targets: readonly ScrapeTarget[],
  containers: readonly ContainerSample[] | null,
): SilenceMemory {
  const next = new Map(memory);
  for (const { job, state, samples, lastScrapeAtMs } of targets) {
    const source = jobSource(job);
    if (source === null || state !== 'up' || samples === null) continue;
    const startedAtMs = containers?.find(({ service }) => service === jobService(job))?.startedAtMs ?? null;
    const known = memory.get(source);
    const before = known?.startedAtMs === startedAtMs ? known : undefined;
    if (before?.lastScrapeAtMs === lastScrapeAtMs) continue;
    const most = Math.max(before?.most ?? 0, samples);
    const isQuiet = most >= MOST_MIN && samples <= most * QUIET_SHARE;
    next.set(source, {
      startedAtMs,
      lastScrapeAtMs,
      samples,
      most,
      quiet: isQuiet ? (before?.quiet ?? 0) + 1 : 0,
    });
  }
  return next;
}

/** Sources that had a lot to tell since their exporter's start and now have next to nothing. Pure. */
export function silences(memory: SilenceMemory, targets: readonly ScrapeTarget[]): Silence[] {
  return [...memory].flatMap(([source, { samples, most, quiet }]) => {
    const isUp = targets.some(({ job, state }) => jobSource(job) === source && state === 'up');
    return isUp && quiet >= QUIET_SCRAPES ? [{ source, samples, most }] : [];
  });
}
