import 'server-only';

export const STEP_MS = 15_000;
/** 24 hours. */
export const LENGTH = (24 * 60 * 60 * 1000) / STEP_MS;

export const seriesNames = ['samplesPerSecond', 'bufferBytes', 'targetsUp', 'temperatureCelsius'] as const;
export type SeriesName = (typeof seriesNames)[number];
export type Point = Record<SeriesName, number | null>;

export interface History {
  stepSeconds: number;
  /** Time of the first value of each series. */
  startMs: number;
  series: Record<SeriesName, (number | null)[]>;
}

export interface Rings {
  /** The value of the step that `atMs` falls in; a later one of the same step replaces it. */
  push(atMs: number, point: Point): void;
  /** Oldest first; steps in which nothing was measured are null. Empty before the first value. */
  read(): History;
}

/**
 * One day of a few series at a fixed step, in about 185 kB that never grow. Float64, because a buffer of some
 * gigabytes has more digits than Float32; NaN stands for "not measured".
 */
export function createRings(): Rings {
  const values = Object.fromEntries(
    seriesNames.map((name) => [name, new Float64Array(LENGTH).fill(Number.NaN)]),
  ) as Record<SeriesName, Float64Array>;
  /** Steps since the epoch. */
  let firstStep: number | null = null;
  let lastStep = 0;

  function clear(fromStep: number, toStep: number): void {
    const count = Math.min(toStep - fromStep, LENGTH);
    for (let index = 0; index < count; index += 1) {
      for (const name of seriesNames) values[name][(fromStep + index) % LENGTH] = Number.NaN;
    }
  }

  return {
    push(atMs, point) {
      const step = Math.floor(atMs / STEP_MS);
      if (firstStep === null || step < firstStep - LENGTH || step > lastStep + LENGTH) {
        // First value, or the clock was set by more than a day: a Pi has none of its own.
        clear(0, LENGTH);
        firstStep = step;
        lastStep = step;
      } else if (step < lastStep) {
        // The clock went back a little; what was measured "in the future" goes.
        clear(step, lastStep + 1);
        firstStep = Math.min(firstStep, step);
        lastStep = step;
      } else {
        clear(lastStep + 1, step + 1);
        lastStep = step;
      }
      firstStep = Math.max(firstStep, lastStep - LENGTH + 1);
      for (const name of seriesNames) values[name][step % LENGTH] = point[name] ?? Number.NaN;
    },
    read() {
      const first = firstStep ?? 0;
      const count = firstStep === null ? 0 : lastStep - first + 1;
      const series = Object.fromEntries(
        seriesNames.map((name) => [
          name,
          Array.from({ length: count }, (_, index) => {
            const value = values[name][(first + index) % LENGTH] ?? Number.NaN;
            return Number.isNaN(value) ? null : value;
          }),
        ]),
      ) as History['series'];
      return { stepSeconds: STEP_MS / 1000, startMs: first * STEP_MS, series };
    },
  };
}
