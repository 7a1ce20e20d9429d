import 'server-only';
import { createSeriesTable, type SeriesTable } from './series-table';

const DAY_MS = 24 * 60 * 60 * 1000;
export const STEP_MS = 15_000;
export const PARTS_STEP_MS = 60_000;
/** Targets that are recorded; the stack has six, the rest is for jobs that were added by hand. */
const MOST_TARGETS = 10;
const MOST_SERVICES = 7;

export const pipelineSeries = [
  'samplesPerSecond',
  'bytesPerSecond',
  'bufferBytes',
  'targetsUp',
  'temperatureCelsius',
] as const;
export type PipelineSeries = (typeof pipelineSeries)[number];

/** What is measured of one target (`up`: 1 or 0, `seconds` of its scrape) or one service (`cpu` in % of a core, `memory` in bytes). */
export type PartSeries =
  | { kind: 'up' | 'seconds'; job: string; instance: string }
  | { kind: 'cpu' | 'memory'; service: string };

/**
 * 24 hours of what is worth a chart: 5 series of the whole pipeline every 15 s, and at most 34 of its parts every
 * minute. 115 kB and 196 kB when all are in use, and never more.
 */
export interface Rings {
  pipeline: SeriesTable;
  parts: SeriesTable;
}

export function createRings(): Rings {
  const table = (stepMs: number, most: number) =>
    createSeriesTable({ stepMs, length: DAY_MS / stepMs, most });
  return {
    pipeline: table(STEP_MS, pipelineSeries.length),
    parts: table(PARTS_STEP_MS, 2 * (MOST_TARGETS + MOST_SERVICES)),
  };
}

export function partName(part: PartSeries): string {
  return JSON.stringify('job' in part ? [part.kind, part.job, part.instance] : [part.kind, part.service]);
}

/** @param name as `partName` makes them */
export function partOf(name: string): PartSeries {
  const [kind, first, instance] = JSON.parse(name) as [PartSeries['kind'], string, string];
  return kind === 'up' || kind === 'seconds' ? { kind, job: first, instance } : { kind, service: first };
}
