import { describe, expect, test } from 'vitest';
import type { Panel } from '@/lib/dashboards/terms/shape';
import { type Found, panelOf } from '@/lib/server/look/panels';

const expressions = [{ promql: 'up', legend: '{{cluster}} {{job}}' }] as const;
const timeseries: Panel = { id: 'a', question: 'What?', kind: 'timeseries', expressions, unit: 'count' };
const stat: Panel = { ...timeseries, kind: 'stat' };

const labelled = (labels: Record<string, string>) => ({ labels, legend: expressions[0].legend });
const course = (job: string, values: (number | null)[], cluster = 'attic') => ({
  ...labelled({ job, cluster }),
  values,
});
const value = (job: string, number: number) => ({ ...labelled({ job, cluster: 'attic' }), value: number });
const found = (some: Partial<Found>): Found => ({ courses: [], values: [], problem: null, ...some });

describe('lines', () => {
  test('are named by their labels, without the name of the one Pi, in the order of the names', () => {
    const panel = panelOf(timeseries, found({ courses: [course('b', [1]), course('a', [null])] }));
    expect(panel).toEqual({
      id: 'a',
      question: 'What?',
      kind: 'timeseries',
      unit: 'count',
      thresholds: null,
      note: null,
      findings: [],
      emptyWhen: null,
      problem: null,
      more: 0,
      lines: [
        { name: 'a', values: [null] },
        { name: 'b', values: [1] },
      ],
    });
  });

  test('say which Pi they are of where there are several', () => {
    const courses = [course('a', [1], 'attic'), course('a', [2], 'barn')];
    expect(panelOf(timeseries, found({ courses }))).toMatchObject({
      lines: [{ name: 'attic a' }, { name: 'barn a' }],
    });
  });

  test('of one name are told apart', () => {
    const courses = [course('a', [1]), course('a', [2])];
    expect(panelOf(timeseries, found({ courses }))).toMatchObject({
      lines: [{ name: 'a' }, { name: 'a (2)' }],
    });
  });

  test('that are too many: the highest stay, and the others are counted', () => {
    const courses = Array.from({ length: 40 }, (_, index) => course(`job-${index + 10}`, [null, index]));
    const panel = panelOf(timeseries, found({ courses }));
    expect(panel.more).toBe(28);
    expect(panel).toMatchObject({ lines: expect.arrayContaining([{ name: 'job-49', values: [null, 39] }]) });
  });

  test('with a long name are cut', () => {
    const panel = panelOf(timeseries, found({ courses: [course('x'.repeat(5000), [1])] }));
    expect(panel.kind === 'timeseries' && panel.lines[0]?.name).toHaveLength(120);
  });
});

test('states that are too many: those that were not good stay', () => {
  const states: Panel = {
    ...timeseries,
    kind: 'state',
    states: [
      { value: 0, words: 'down', level: 'critical' },
      { value: 1, words: 'up', level: 'good' },
    ],
  };
  const courses = Array.from({ length: 30 }, (_, index) =>
    course(`job-${index + 10}`, [1, index === 29 ? 0 : 1]),
  );
  const panel = panelOf(states, found({ courses }));
  expect(panel.more).toBe(6);
  expect(panel).toMatchObject({ lines: expect.arrayContaining([{ name: 'job-39', values: [1, 0] }]) });
});

describe('newest values', () => {
  test.each([
    ['the highest', 'above', 'job-59'],
    ['the lowest, where less is worse,', 'below', 'job-10'],
  ] as const)('that are too many: %s stay', (_, side, kept) => {
    const panel = panelOf(
      { ...stat, thresholds: { side, warning: 1 } },
      found({ values: Array.from({ length: 50 }, (__, index) => value(`job-${index + 10}`, index)) }),
    );
    expect(panel).toMatchObject({
      more: 26,
      values: expect.arrayContaining([expect.objectContaining({ name: kept })]),
    });
  });

  const table: Panel = {
    ...timeseries,
    kind: 'table',
    columns: { cluster: 'Pi', job: 'Job', other: 'Other' },
    value: 'Used',
  };

  test('become rows, with a column for the Pi only where there are several, and none that is empty', () => {
    const panel = panelOf(table, found({ values: [value('b', 2), value('a', 1)] }));
    expect(panel).toMatchObject({
      headings: ['Job'],
      valueHeading: 'Used',
      rows: [
        { cells: ['b'], value: 2 },
        { cells: ['a'], value: 1 },
      ],
    });
  });

  test('have a name in each row, and no column where nothing has a label', () => {
    const bare = (labels: Record<string, string>) => ({ ...labelled(labels), value: 1 });
    expect(panelOf(table, found({ values: [bare({ other: 'a' }), bare({ id: '/' })] }))).toMatchObject({
      headings: ['Other'],
      rows: [{ cells: ['a'] }, { cells: ['id="/"'] }],
    });
    expect(panelOf(table, found({ values: [bare({})] }))).toMatchObject({
      headings: [],
      rows: [{ cells: [], value: 1 }],
    });
  });
});

test('a panel that could not be read says why, and holds nothing', () => {
  expect(panelOf(stat, found({ problem: 'No.' }))).toMatchObject({ problem: 'No.', values: [], more: 0 });
});
