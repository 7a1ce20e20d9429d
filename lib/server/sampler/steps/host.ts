import 'server-only';
import type { HostSample } from '@/lib/verdict/terms/host';

/** What the kernel tells of the machine now; null: this machine does not tell. */
export interface HostReading {
  isUnderVoltage: boolean | null;
  /** The firmware has lowered the clock of the processor, for its heat or its voltage. */
  isSlowed: boolean | null;
  temperatureCelsius: number | null;
  memoryAvailableBytes: number | null;
  memoryTotalBytes: number | null;
  /** Of the disk that holds the stack's folder. */
  diskFreeBytes: number | null;
  diskTotalBytes: number | null;
  /** The file system of the stack's folder takes no writes any more. */
  isReadOnly: boolean;
  /** Since the start of the machine. */
  sdWrittenBytes: number | null;
  cardWear: HostSample['cardWear'];
  /** How often it began anew within seven days without having been shut down. */
  powerCuts: number;
}

export interface HostMemory {
  now: HostReading | null;
  underVoltageAtMs: number | null;
  slowedAtMs: number | null;
  hotAtMs: number | null;
  /** Once in ten minutes. */
  writes: readonly { atMs: number; bytes: number }[];
}

export const NO_HOST_MEMORY: HostMemory = {
  now: null,
  underVoltageAtMs: null,
  slowedAtMs: null,
  hotAtMs: null,
  writes: [],
};

/** A voltage that dips comes and goes within seconds; a Pi at its limit of heat hovers about it. */
const HELD_MS = 10 * 60_000;
/** All models lower their clock from here on: Raspberry Pi's documentation of the processors. */
const HOT_CELSIUS = 80;
const WRITE_STEP_MS = 10 * 60_000;
/** A burst, such as an update of the system, is not the habit. */
const WRITE_LEAST_MS = 60 * 60_000;
const WRITE_WINDOW_MS = 24 * 60 * 60_000;

/** The memory after one reading. Pure. */
export function hostStep(memory: HostMemory, now: HostReading, atMs: number): HostMemory {
  const isHot = now.temperatureCelsius !== null && now.temperatureCelsius >= HOT_CELSIUS;
  return {
    now,
    underVoltageAtMs: now.isUnderVoltage ? atMs : memory.underVoltageAtMs,
    slowedAtMs: now.isSlowed ? atMs : memory.slowedAtMs,
    hotAtMs: isHot ? atMs : memory.hotAtMs,
    writes: writesWith(memory.writes, now.sdWrittenBytes, atMs),
  };
}

function writesWith(writes: HostMemory['writes'], bytes: number | null, atMs: number): HostMemory['writes'] {
  if (bytes === null) return [];
  const last = writes.at(-1);
  // The count began anew with the machine, or the clock was set.
  if (last && (bytes < last.bytes || atMs < last.atMs)) return [{ atMs, bytes }];
  if (last && atMs - last.atMs < WRITE_STEP_MS) return writes;
  return [...writes.filter((point) => point.atMs > atMs - WRITE_WINDOW_MS), { atMs, bytes }];
}

/** What the memory says now. Pure. */
export function hostSample(memory: HostMemory, atMs: number): HostSample {
  const { now, writes } = memory;
  const isHeld = (sinceMs: number | null) => sinceMs !== null && atMs - sinceMs < HELD_MS;
  const [first] = writes;
  const last = writes.at(-1);
  const spanMs = first && last ? last.atMs - first.atMs : 0;
  return {
    isUnderVoltage: isHeld(memory.underVoltageAtMs),
    isSlowed: isHeld(memory.slowedAtMs),
    hotCelsius: isHeld(memory.hotAtMs) ? (now?.temperatureCelsius ?? null) : null,
    memory: pair(now?.memoryAvailableBytes, now?.memoryTotalBytes),
    disk: pair(now?.diskFreeBytes, now?.diskTotalBytes),
    isReadOnly: now?.isReadOnly ?? false,
    cardWear: now?.cardWear ?? null,
    powerCuts: now?.powerCuts ?? 0,
    sdBytesPerDay:
      first && last && spanMs >= WRITE_LEAST_MS ? ((last.bytes - first.bytes) / spanMs) * 86_400_000 : null,
  };
}

function pair(free: number | null | undefined, total: number | null | undefined): HostSample['disk'] {
  return free == null || !total ? null : { free, total };
}
