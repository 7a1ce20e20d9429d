import 'server-only';
import { AS_SHIPPED, thresholdsOf } from '@/lib/dashboards/terms/movable';
import type { Panel } from '@/lib/dashboards/terms/shape';
import { plural } from '@/lib/format';
import type { LookPanel } from '@/lib/schemas/look/dashboard';
import type { StoredCourse, StoredValue } from '../destination/question';
import { hasSeveralPis, type Legend, labelOf, namesOf, otherwise, shortText } from './names';

/** A chart has room for so many lines, told apart by colours and dashes. */
export const MOST_LINES = 12;
const MOST_STRIPS = 24;
const MOST_VALUES = 24;
export const MOST_ROWS = 50;

/** Said in place of what is not drawn, and of how many series are not. */
export const NO_NUMBERS = 'Its values are no numbers, or too large to be drawn.';
export const noNumbersOf = (count: number): string =>
  `${plural(count, 'series has', 'series have')} a value that is no number, or too large.`;

/** What the store has of a panel’s expressions: of one over time `courses`, of one of now `values`. */
export interface Found {
  courses: (StoredCourse & Legend)[];
  values: (StoredValue & Legend)[];
  /** Why it could not be read. */
  problem: string | null;
}

/** A panel with what was found. Where not all of it has room, what stands out most is kept. Pure. */
export function panelOf(panel: Panel, { courses, values, problem }: Found, own = AS_SHIPPED): LookPanel {
  const { id, question, unit, findings = [], note = null, emptyWhen = null } = panel;
  const thresholds = panel.thresholds ? thresholdsOf(panel.thresholds, own) : null;
  const shape = { id, question, unit, thresholds, findings: [...findings], note, emptyWhen, problem };
  switch (panel.kind) {
    case 'timeseries':
      return { ...shape, kind: panel.kind, ...linesOf(courses, MOST_LINES, peak) };
    case 'state': {
      const good = panel.states.filter(({ level }) => level === 'good').map(({ value }) => value);
      const notGood = (line: StoredCourse) =>
        line.values.filter((value) => value !== null && !good.includes(value)).length;
      return {
        ...shape,
        kind: panel.kind,
        ...linesOf(courses, MOST_STRIPS, notGood),
        states: [...panel.states],
      };
    }
    case 'stat': {
      const sign = thresholds?.side === 'below' ? -1 : 1;
      const kept = most(values, MOST_VALUES, ({ value }) => sign * value);
      const named = namesOf(kept).map((name, index) => ({ name, value: kept[index]?.value ?? 0 }));
      return { ...shape, kind: panel.kind, values: named.sort(byName), more: values.length - kept.length };
    }
    case 'table': {
      const kept = values.slice(0, MOST_ROWS);
      const isTold = (label: string) =>
        label === 'cluster' ? hasSeveralPis(kept) : kept.some(({ labels }) => labelOf(labels, label) !== '');
      const columns = Object.entries(panel.columns).filter(([label]) => isTold(label));
      const all = kept.map(({ labels }) => labels);
      return {
        ...shape,
        kind: panel.kind,
        headings: columns.map(([, heading]) => heading),
        valueHeading: panel.value,
        rows: kept.map(({ labels, value }) => {
          const cells = columns.map(([label]) => shortText(labelOf(labels, label)));
          if (cells.length > 0 && cells.join('') === '') cells[0] = otherwise(labels, all);
          return { cells, value };
        }),
        more: values.length - kept.length,
      };
    }
  }
}

function linesOf(courses: Found['courses'], room: number, weight: (course: StoredCourse) => number) {
  const kept = most(courses, room, weight);
  const lines = namesOf(kept).map((name, index) => ({ name, values: kept[index]?.values ?? [] }));
  return { lines: lines.sort(byName), more: courses.length - kept.length };
}

const peak = ({ values }: StoredCourse) =>
  Math.max(...values.map((value) => value ?? Number.NEGATIVE_INFINITY));

function most<T>(all: readonly T[], room: number, weight: (one: T) => number): T[] {
  if (all.length <= room) return [...all];
  return all
    .map((one) => ({ one, by: weight(one) }))
    .sort((a, b) => b.by - a.by)
    .slice(0, room)
    .map(({ one }) => one);
}

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, 'en');
