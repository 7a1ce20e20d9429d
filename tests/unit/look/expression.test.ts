import { describe, expect, test } from 'vitest';
import { expressionQuerySchema, labelsQuerySchema } from '@/lib/schemas/look/expression';
import { saidIn } from '@/lib/server/destination/question';
import { expressionDashboard } from '@/lib/server/look/expression';

const values = (count: number, more: (at: number) => Record<string, string> = () => ({})) =>
  Array.from({ length: count }, (_, at) => ({ labels: { path: `/${at}`, ...more(at) }, value: at }));
const queries = (promql: string, newest = values(1)) =>
  expressionDashboard(promql, newest).panels.map(({ expressions: [{ promql }] }) => promql);

describe('an expression as a dashboard', () => {
  test('is asked as it stands, over time and now, in the order that it has', () => {
    expect(queries('sort(up) # all')).toEqual(['sort(up) # all', 'sort(up) # all']);
    expect(expressionDashboard('up', values(1)).about).toBe('1 series now.');
  });

  test('of many series is bounded, and a comment at its end takes nothing in', () => {
    expect(queries('up # all', values(51))).toEqual(['up # all', 'sort_desc(topk(50, up # all\n))']);
    const [course, newest] = expressionDashboard('up', values(2_000)).panels;
    expect(course?.expressions[0].promql).toBe('topk(12, up\n)');
    expect(course?.note).toBe('The 12 that are highest at each moment, of 2,000.');
    expect(newest?.note).toBe('The 50 that are highest now, of 2,000.');
  });

  test('counts series without a number, and says how many those are', () => {
    const infinite = [{ labels: { path: '/x' }, value: Number.POSITIVE_INFINITY }];
    const why = 'Its values are no numbers, or too large to be drawn.';
    const said = '1 series has a value that is no number, or too large.';
    const lone = expressionDashboard('1/0', infinite);
    expect(lone.about).toBe('1 series now.');
    expect(lone.panels).toMatchObject([{ emptyWhen: why }, { emptyWhen: why, note: said }]);
    const ninth = expressionDashboard('x', [...values(8), ...infinite]);
    expect(ninth.about).toBe('9 series now.');
    expect(ninth.panels[1]).toMatchObject({ note: said });
    expect(ninth.panels[1]?.emptyWhen).toBeUndefined();
    // Of many, those that can be drawn are chosen.
    const many = expressionDashboard('x', [...values(50), ...infinite]).panels[1];
    expect(many?.expressions[0].promql).toBe('sort_desc(topk(50, (x\n) <= 1000000000000000000))');
    expect(many?.note).toBe(`The 50 that are highest now, of 51. ${said}`);
  });

  test('has the name of the metric where there are several', () => {
    const several = expressionDashboard(
      '{job="a"}',
      values(2, (at) => ({ __name__: `m${at}` })),
    );
    expect(several.panels[1]).toMatchObject({ columns: { __name__: 'metric', path: 'path' } });
    expect(several.panels[0]?.expressions[0].legend).toBe('{{__name__}} {{cluster}} {{*}}');
    const one = expressionDashboard(
      'up',
      values(2, () => ({ __name__: 'up' })),
    );
    expect(one.panels[1]).toMatchObject({ columns: { cluster: 'cluster', path: 'path' } });
    expect(one.panels[0]?.expressions[0].legend).toBe('{{cluster}} {{*}}');
  });
});

describe('what is asked is bounded', () => {
  const taken = (q: string) => expressionQuerySchema.safeParse({ q }).success;
  test.each([
    ['', false],
    ['  \n', false],
    ['up', true],
    ['sum (\n\tup\n)', true],
    ['x'.repeat(1_000), true],
    ['x'.repeat(1_001), false],
    ['up\u0000', false],
    ['up\u001b[31m', false],
  ])('the expression %j: %s', (q, isTaken) => expect(taken(q)).toBe(isTaken));

  test.each([
    [{ metric: 'up', label: 'job' }, true],
    [{}, true],
    [{ metric: 'up{a="b"}' }, false],
    [{ label: '../query' }, false],
    [{ label: 'a/b' }, false],
    [{ label: '' }, false],
    [{ label: 'x'.repeat(101) }, false],
  ])('labels of %j: %s', (asked, isTaken) =>
    expect(labelsQuerySchema.safeParse(asked).success).toBe(isTaken),
  );
});

describe('what a place says of a question', () => {
  const said = (error: unknown, secret?: string) =>
    saidIn(JSON.stringify({ status: 'error', error }), secret);
  test.each([
    ['1:4: parse error: unexpected "}"', '1:4: parse error: unexpected "}"'],
    [
      'error when executing query="up{" for (time=1796054567000, step=300000): unparsed data: ""',
      'unparsed data: ""',
    ],
    ['x for (time= of no end', 'x for (time= of no end'],
    ['a\n\u001b[31mb\u202ec', 'a b c'],
    [`no ${'x'.repeat(1_000)}`, `no ${'x'.repeat(297)}`],
    ['', null],
    [7, null],
  ])('%j is one plain line: %j', (error, line) => expect(said(error)).toBe(line));

  test('has no token in it, and is nothing where it is not of that form', () => {
    expect(said('Basic glc_s3cret is odd', 'glc_s3cret')).toBe('Basic … is odd');
    expect(saidIn('<b>no</b>')).toBeNull();
  });
});
