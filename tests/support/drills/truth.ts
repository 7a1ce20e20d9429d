import type { Finding } from '../../../lib/schemas/snapshot.ts';
import type { Beat } from './exporter.ts';
import type { Lane } from './lane.ts';

/** What a finding says of the data. */
export type Claim = 'lost' | 'waiting' | 'none';

/** Read from the finding itself: its severity, and for a warning its words. */
export function claimOf({ severity, consequence }: Finding): Claim {
  if (severity === 'losing') return 'lost';
  if (severity === 'waiting' || /^Nothing is lost\b.*(?:\bwait(?:s|ing)\b|keeps the data)/.test(consequence))
    return 'waiting';
  return /missing from your data|\ba gap\b|of it reaches your data|is lost\b/.test(consequence)
    ? 'lost'
    : 'none';
}

/** What the destination has of a series. */
export interface Truth {
  isLost: boolean;
  /** Samples, or series, that were given to vmagent; null: nobody counts them. */
  given: number | null;
  /** How many of those that vmagent took have not arrived. */
  missing: number;
  /** The numbers of the samples that are not there. */
  gone: number[];
  /** The longest time without a sample, beyond the one that lies between two anyway, in seconds. */
  holeSeconds: number;
}

/** Samples that come a little late are no hole. */
const HOLE_SECONDS = 3;

interface Time {
  fromMs: number;
  toMs: number;
  /** Samples that were never asked for are lost too. Else the numbers say it all: a busy machine asks late. */
  holesCount: boolean;
}

/** A busy machine answers a scrape after its timeout: vmagent never took that sample, and says so in a 0 of this series. */
const upOf = (lane: string) => `up{cluster="${lane}",job="beat"}`;

/** Counts at the destination what came of a time. @param given null: only holes show */
export async function countTruth(
  { name, store, beatSeconds }: Lane,
  match: string,
  given: readonly Beat[] | null,
  { fromMs, toMs, holesCount }: Time,
): Promise<Truth> {
  const around = [fromMs - 5000, toMs + 5000] as const;
  const samples = await store.samples(match, ...around);
  const there = new Set(samples.map(({ value }) => value));
  const wanted = given?.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs) ?? null;
  const gone = (wanted ?? []).map(({ number }) => number).filter((number) => !there.has(number));
  const late = wanted ? await store.samples(upOf(name), ...around) : [];
  const missing = Math.max(0, gone.length - late.filter(({ value }) => value === 0).length);
  const times = [fromMs, ...samples.map(({ atMs }) => atMs), toMs].filter((at) => at >= fromMs && at <= toMs);
  const gaps = times.slice(1).map((at, index) => (at - (times[index] ?? at)) / 1000);
  const holeSeconds = Math.max(0, Math.max(...gaps) - beatSeconds);
  const isLost = missing > 0 || (holesCount && holeSeconds > HOLE_SECONDS);
  return { isLost, given: wanted?.length ?? null, missing, gone, holeSeconds };
}

export function truthWords({ given, missing, holeSeconds, isLost }: Truth): string {
  const hole = `a hole of ${holeSeconds.toFixed(0)} s`;
  if (given === null) return isLost ? hole : 'no hole';
  const counted = `${missing.toLocaleString('en')} of ${given.toLocaleString('en')} missing`;
  return holeSeconds > HOLE_SECONDS ? `${counted}, ${hole}` : counted;
}
