import 'server-only';

export type Values = (number | null)[];

export interface SeriesPart {
  /** Steps since the epoch. */
  firstStep: number;
  count: number;
  /** By name; NaN stands for "not measured". */
  columns: ReadonlyMap<string, Float32Array>;
}

export interface SeriesTable {
  readonly stepMs: number;
  /** Values of the step that `atMs` falls in; later ones of the same step replace them. Left out: not measured. */
  push(atMs: number, values: ReadonlyMap<string, number | null>): void;
  /** From `fromMs` on, oldest first; steps in which nothing was measured are null. Empty before the first value. */
  read(fromMs?: number): { startMs: number; count: number; series: ReadonlyMap<string, Values> };
  /** The steps from `fromStep` on and before `toStep`, as they are kept. Null: there are none. */
  part(fromStep: number, toStep: number): SeriesPart | null;
  clear(): void;
}

/**
 * A day of series at a fixed step: `length` values of 4 bytes for each, which never grow. Float32 holds seven
 * digits, of which a chart shows four. A name beyond `most` takes the place of the one that was measured longest ago.
 */
export function createSeriesTable(shape: { stepMs: number; length: number; most: number }): SeriesTable {
  const { stepMs, length, most } = shape;
  const columns = new Map<string, { values: Float32Array; lastStep: number }>();
  let firstStep: number | null = null;
  let lastStep = 0;

  function blank(fromStep: number, toStep: number): void {
    const count = Math.min(toStep - fromStep, length);
    for (const { values } of columns.values()) {
      for (let index = 0; index < count; index += 1) values[(fromStep + index) % length] = Number.NaN;
    }
  }

  function goTo(step: number): void {
    if (firstStep === null || step < firstStep - length || step > lastStep + length) {
      // First value, or the clock was set by more than a day: a Pi has none of its own.
      blank(0, length);
      firstStep = step;
    } else if (step < lastStep) {
      // The clock went back a little; what was measured "in the future" goes.
      blank(step, lastStep + 1);
      firstStep = Math.min(firstStep, step);
    } else {
      blank(lastStep + 1, step + 1);
    }
    lastStep = step;
    firstStep = Math.max(firstStep, lastStep - length + 1);
  }

  function column(name: string, names: ReadonlyMap<string, unknown>) {
    const known = columns.get(name);
    if (known) return known;
    if (columns.size >= most) {
      const [oldest] = [...columns]
        .filter(([other]) => !names.has(other))
        .sort(([, a], [, b]) => a.lastStep - b.lastStep);
      if (!oldest) return null;
      columns.delete(oldest[0]);
    }
    const fresh = { values: new Float32Array(length).fill(Number.NaN), lastStep };
    columns.set(name, fresh);
    return fresh;
  }

  const first = () => firstStep ?? lastStep + 1;

  return {
    stepMs,
    push(atMs, values) {
      const step = Math.floor(atMs / stepMs);
      goTo(step);
      for (const [name, value] of values) {
        const into = value === null ? columns.get(name) : column(name, values);
        if (!into) continue;
        into.values[step % length] = value ?? Number.NaN;
        into.lastStep = step;
      }
    },
    read(fromMs = 0) {
      const from = Math.max(first(), Math.ceil(fromMs / stepMs));
      const count = Math.max(0, lastStep - from + 1);
      const plain = ({ values }: { values: Float32Array }): Values =>
        Array.from({ length: count }, (_, index) => {
          const value = values[(from + index) % length] ?? Number.NaN;
          return Number.isNaN(value) ? null : value;
        });
      const series = new Map([...columns].map(([name, kept]) => [name, plain(kept)]));
      return { startMs: count === 0 ? 0 : from * stepMs, count, series };
    },
    part(fromStep, toStep) {
      const from = Math.max(first(), fromStep);
      const count = Math.min(lastStep + 1, toStep) - from;
      if (count <= 0) return null;
      const cut = ({ values }: { values: Float32Array }) =>
        Float32Array.from({ length: count }, (_, index) => values[(from + index) % length] ?? Number.NaN);
      return {
        firstStep: from,
        count,
        columns: new Map([...columns].map(([name, kept]) => [name, cut(kept)])),
      };
    },
    clear() {
      columns.clear();
      firstStep = null;
      lastStep = 0;
    },
  };
}
