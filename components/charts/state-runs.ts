import type { ChartSpan } from './chart-data';

export type Level = 'good' | 'warning' | 'critical';
/** What a value stands for; null: for nothing that is known. */
export type LevelOf = (value: number) => Level | null;

interface StateRun {
  level: Level;
  /** Share of the span's width, 0–1. */
  from: number;
  to: number;
}

/** Stretches of the same level; none where nothing is known. */
export function stateRuns(span: ChartSpan, values: readonly (number | null)[], levelOf: LevelOf): StateRun[] {
  const { startMs, stepSeconds, fromMs, toMs } = span;
  const place = (index: number) => {
    const share = (startMs + index * stepSeconds * 1000 - fromMs) / (toMs - fromMs);
    return Math.min(1, Math.max(0, share));
  };
  const runs: StateRun[] = [];
  values.forEach((value, index) => {
    const level = value === null ? null : levelOf(value);
    if (level === null) return;
    const last = runs.at(-1);
    if (last?.level === level && last.to === place(index)) last.to = place(index + 1);
    else runs.push({ level, from: place(index), to: place(index + 1) });
  });
  return runs;
}
