import 'server-only';
import type { VmagentMetrics } from '../../vmagent/metrics';

type Counted = Pick<
  VmagentMetrics,
  'startedAtMs' | 'rowsQueued' | 'activeSeries' | 'aggregatedSamples' | 'brakedRows' | 'brakeSeries'
>;

/** What has to be remembered from reading to reading. Plain data; `budgetStep` makes the next one. */
export interface BudgetMemory {
  last: (Counted & { atMs: number }) | null;
  /** Rows put into the queue, once a minute. */
  marks: readonly { atMs: number; rows: number }[];
  /** When vmagent's count of series began anew, and what it had come to. */
  turn: { atMs: number; series: number } | null;
}

/** What is used, by vmagent's own counts; null: not known. */
export interface BudgetReading {
  series: number | null;
  /** Series are aggregated after they were counted: fewer are sent. */
  isAggregated: boolean;
  pointsPerMinute: number | null;
  /** `-remoteWrite.maxHourlySeries` of the running vmagent. */
  maxSeries: number | null;
  droppedSamples: number | null;
}

export const NO_BUDGET: BudgetReading = {
  series: null,
  isAggregated: false,
  pointsPerMinute: null,
  maxSeries: null,
  droppedSamples: null,
};

export const NO_BUDGET_MEMORY: BudgetMemory = { last: null, marks: [], turn: null };

const MARK_MS = 60_000;
/** Three scrapes of what is read every five minutes. */
const WINDOW_MS = 15 * 60_000;
/** A shorter time says little of what is read every five minutes. */
const LEAST_MS = 5 * 60_000;
/** Until every job was scraped again, a count that began anew is too low. */
const YOUNG_MS = 10 * 60_000;

/** The memory after one reading; `metrics` is null when vmagent did not answer. Pure. */
export function budgetStep(memory: BudgetMemory, metrics: Counted | null, atMs: number): BudgetMemory {
  if (!metrics) return memory;
  const { startedAtMs, rowsQueued, activeSeries, aggregatedSamples, brakedRows, brakeSeries } = metrics;
  const last = {
    ...{ startedAtMs, rowsQueued, activeSeries, aggregatedSamples, brakedRows, brakeSeries },
    atMs,
  };
  // A vmagent that was started anew counts everything from nought, and perhaps another set of sources.
  if (memory.last?.startedAtMs !== startedAtMs) {
    return { last, marks: rowsQueued === null ? [] : [{ atMs, rows: rowsQueued }], turn: null };
  }
  const before = memory.last.activeSeries;
  const isTurn = before !== null && activeSeries !== null && activeSeries < before;
  return {
    last,
    marks: marksWith(memory.marks, rowsQueued, atMs),
    turn: isTurn ? { atMs, series: before } : memory.turn,
  };
}

/** What the memory says now. Pure. */
export function budgetReading({ last, marks, turn }: BudgetMemory, atMs: number): BudgetReading {
  if (!last) return NO_BUDGET;
  const isYoung = turn !== null && atMs - turn.atMs < YOUNG_MS;
  const { activeSeries, aggregatedSamples, rowsQueued, brakeSeries, brakedRows } = last;
  const series = activeSeries !== null && isYoung ? Math.max(activeSeries, turn.series) : activeSeries;
  const [oldest] = marks;
  const spanMs = oldest ? last.atMs - oldest.atMs : 0;
  return {
    series,
    isAggregated: (aggregatedSamples ?? 0) > 0,
    pointsPerMinute:
      oldest && rowsQueued !== null && spanMs >= LEAST_MS
        ? ((rowsQueued - oldest.rows) / spanMs) * 60_000
        : null,
    maxSeries: brakeSeries,
    droppedSamples: brakedRows,
  };
}

function marksWith(marks: BudgetMemory['marks'], rows: number | null, atMs: number): BudgetMemory['marks'] {
  if (rows === null) return [];
  const newest = marks.at(-1);
  if (newest && (atMs < newest.atMs || rows < newest.rows)) return [{ atMs, rows }];
  if (newest && atMs - newest.atMs < MARK_MS) return marks;
  return [...marks.filter((mark) => mark.atMs >= atMs - WINDOW_MS), { atMs, rows }];
}
