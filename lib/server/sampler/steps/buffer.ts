import 'server-only';
import type { DeliverySample } from '@/lib/schemas/delivery';
import type { BufferSample } from '@/lib/schemas/snapshot';
import type { VmagentMetrics } from '../../vmagent/metrics';
import { threeDigits, twoDigits } from '../sources/digits';
import { type Growth, longRatePerSecond } from './counters';
import { UNKNOWN_BUFFER } from './unknown-snapshot';

/** vmagent rounds a smaller cap up to one chunk file: lib/persistentqueue, DefaultChunkFileSize. */
export const CAP_FLOOR_BYTES = 536_871_040;

export interface BufferMemory {
  points: { atMs: number; bytes: number }[];
  trend: BufferSample['trend'];
  /** What the destination takes in a second of a request, from when it last took data; for forecasts. */
  drainBytesPerSecond: number | null;
  /** Since when it has filled although data is delivered; for a moment it does so after each outage. */
  outrunSinceMs: number | null;
}

export const NO_BUFFER_MEMORY: BufferMemory = {
  points: [],
  trend: 'unknown',
  drainBytesPerSecond: null,
  outrunSinceMs: null,
};

/** Two halves of a minute each: blocks come in bursts, so only what stays from minute to minute is a trend. */
const HALF_MS = 60_000;
/** A block on its way counts as pending for a moment; this much is no backlog. */
const IDLE_BYTES = 64 * 1024;
/** Change from one half to the next that is needed to call a new trend; less keeps the one that was. */
const TREND_MIN_BYTES = 1024;

function lowest(points: BufferMemory['points'], fromMs: number, toMs: number): number | null {
  const inside = points.filter(({ atMs }) => atMs > fromMs && atMs <= toMs).map(({ bytes }) => bytes);
  return inside.length === 0 ? null : Math.min(...inside);
}

/** The lower envelope leaves the sawtooth of single blocks out. */
function trendOf(
  memory: BufferMemory,
  atMs: number,
  delivery: DeliverySample['state'],
): BufferSample['trend'] {
  const now = memory.points.at(-1)?.bytes;
  if (now === undefined) return 'unknown';
  const isHeldUp = delivery === 'waiting' || delivery === 'stalled';
  if (!isHeldUp && now <= IDLE_BYTES) return 'idle';
  const before = lowest(memory.points, atMs - 2 * HALF_MS, atMs - HALF_MS);
  const lately = lowest(memory.points, atMs - HALF_MS, atMs);
  const change =
    before === null || lately === null ? now - (memory.points[0]?.bytes ?? now) : lately - before;
  if (change >= TREND_MIN_BYTES) return 'filling';
  if (change <= -TREND_MIN_BYTES) return 'draining';
  if (isHeldUp) return 'filling';
  return memory.trend === 'unknown' ? 'idle' : memory.trend;
}

/** The memory after one reading; null metrics: vmagent did not answer. Pure. */
export function bufferStep(
  memory: BufferMemory,
  metrics: VmagentMetrics | null,
  atMs: number,
  delivery: DeliverySample['state'],
  history: readonly Growth[],
): BufferMemory {
  const drainBytesPerSecond = drainRate(history) ?? memory.drainBytesPerSecond;
  if (metrics?.pendingBytes === null || metrics === null) return { ...NO_BUFFER_MEMORY, drainBytesPerSecond };
  const points = [
    ...memory.points.filter((point) => point.atMs > atMs - 2 * HALF_MS),
    { atMs, bytes: metrics.pendingBytes },
  ];
  const next = { ...memory, points };
  const trend = trendOf(next, atMs, delivery);
  const isOutrun = delivery === 'delivering' && trend === 'filling';
  return {
    points,
    trend,
    drainBytesPerSecond,
    outrunSinceMs: isOutrun ? (memory.outrunSinceMs ?? atMs) : null,
  };
}

/**
 * Bytes that one sender gets rid of in a second of sending, over the minutes in which every request went well. Small
 * blocks spend most of that second waiting for an answer, so a backlog, whose blocks are large, goes faster.
 */
function drainRate(history: readonly Growth[]): number | null {
  let bytes = 0;
  let seconds = 0;
  for (const { by, refused } of history) {
    if (by.networkErrors > 0 || refused.size > 0) return null;
    bytes += by.bytesSent;
    seconds += by.requestSeconds;
  }
  return bytes > 0 && seconds > 0 ? bytes / seconds : null;
}

/** The cap in force: what vmagent says that it was given, else the setting; null: unlimited or unknown. */
export function capBytes(metrics: VmagentMetrics, settingBytes: number | null): number | null {
  const given = metrics.maxDiskUsageBytes ?? settingBytes;
  return given === null || given === 0 ? null : Math.max(given, CAP_FLOOR_BYTES);
}

/** What the memory says now. Pure. Times are from measured rates; null where there is none to go by. */
export function bufferSample(
  memory: BufferMemory,
  metrics: VmagentMetrics | null,
  history: readonly Growth[],
  delivery: DeliverySample['state'],
  settingBytes: number | null,
  atMs: number,
): BufferSample {
  if (!metrics || metrics.pendingBytes === null) return UNKNOWN_BUFFER;
  const bytes = metrics.pendingBytes;
  const cap = capBytes(metrics, settingBytes);
  const free = metrics.freeDiskBytes;
  const room = cap === null ? free : Math.max(0, Math.min(cap - bytes, free ?? Number.POSITIVE_INFINITY));

  const inRate = longRatePerSecond(history, 'bytesQueued', atMs);
  // While nothing is taken, what was taken minutes ago says nothing about how long the buffer lasts.
  const isHeldUp = delivery === 'waiting' || delivery === 'stalled';
  const outRate = isHeldUp ? 0 : longRatePerSecond(history, 'bytesSent', atMs);
  const net = inRate === null || outRate === null ? null : inRate - outRate;
  const isFed = inRate !== null && inRate > 0;
  const backlog = isFed ? bytes / inRate : null;
  const drainRatio = drainRatioOf(memory, inRate);
  const drainForecast = backlog === null || drainRatio === null ? null : backlog * drainRatio;
  return {
    bytes,
    capBytes: cap,
    freeDiskBytes: free,
    trend: memory.trend,
    secondsToFull: threeDigits(
      memory.trend === 'filling' && net !== null && net > 0 && room !== null ? room / net : null,
    ),
    secondsToDrain: twoDigits(isHeldUp ? drainForecast : drainNow(memory, bytes, net)),
    offlineSeconds: twoDigits(isFed && room !== null ? room / inRate : null),
    backlogSeconds: twoDigits(bytes > IDLE_BYTES ? backlog : null),
    drainRatio: twoDigits(drainRatio),
  };
}

function drainNow({ trend }: BufferMemory, bytes: number, net: number | null): number | null {
  return trend === 'draining' && net !== null && net < 0 ? bytes / -net : null;
}

/** What comes in goes on coming in meanwhile. */
function drainRatioOf({ drainBytesPerSecond }: BufferMemory, inRate: number | null): number | null {
  if (drainBytesPerSecond === null || inRate === null || drainBytesPerSecond <= inRate) return null;
  return inRate / (drainBytesPerSecond - inRate);
}
