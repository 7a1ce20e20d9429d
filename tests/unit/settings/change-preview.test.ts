import { describe, expect, test } from 'vitest';
import { type Plan, planSchema } from '@/lib/schemas/plan';
import { parseEnv, setEnv } from '@/lib/server/files/env/env-file';
import { changeTexts } from '@/lib/server/settings/sections/change-texts';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { shippedFacts, shippedTexts } from '../../support/fixtures/shipped-texts';

const shipped: Plan = { series: 10_000, pointsPerMinute: 10_000, maxSeries: 14_000 };
const NAMES = ['PLAN_SERIES', 'PLAN_POINTS_PER_MINUTE', 'REMOTE_WRITE_MAX_SERIES'];

const env = (changes: Record<string, string>) =>
  shippedTexts({ env: setEnv(shippedTexts().get('env') ?? '', changes) });
const viewOf = (variables: Record<string, string>) => settingsView(env(variables), shippedFacts);

function change(plan: Plan, texts = shippedTexts()) {
  const { texts: after, title, problems } = changeTexts({ plan }, texts, shippedFacts);
  const variables = parseEnv(after.get('env') ?? '');
  return { after, title, problems, values: NAMES.map((name) => variables[name]) };
}

describe('the plan and the brake in the files', () => {
  test('what ships is Grafana Cloud’s free plan, and the brake that vmagent has anyway', () => {
    expect(viewOf({}).plan).toEqual(shipped);
    expect([...change(shipped).after]).toEqual([...shippedTexts()]);
  });

  test('are a line each; no limit is an empty one, no brake a count that is never reached', () => {
    const result = change({ series: 15_000, pointsPerMinute: null, maxSeries: null });
    expect(result.values).toEqual(['15000', '', '1000000']);
    expect(result.title).toBe(
      'Plan, series: 10,000 → 15,000; Plan, data points a minute: 10,000 → no limit; Brake at a number of series: 14,000 → none',
    );
    expect([...change(shipped, new Map(result.after)).after]).toEqual([...shippedTexts()]);
  });

  test.each([
    ['', 14_000],
    ['9500', 9500],
    ['-1', null],
    ['0', null],
    ['1000000', null],
  ])('a brake of %j means %j', (text, maxSeries) => {
    expect(viewOf({ REMOTE_WRITE_MAX_SERIES: text }).plan.maxSeries).toBe(maxSeries);
  });

  test('a number that is none is named, and the form can put it right', () => {
    const texts = env({ PLAN_SERIES: 'many' });
    expect(settingsView(texts, shippedFacts).locked.plan).toBe('PLAN_SERIES in .env is no whole number.');
    const result = change({ series: 500, pointsPerMinute: null, maxSeries: 14_000 }, texts);
    expect(result.problems).toEqual([]);
    expect(result.values).toEqual(['500', '', '14000']);
  });

  test.each([
    { series: 99 },
    { series: 1.5 },
    { pointsPerMinute: 0 },
    { maxSeries: 999 },
    { maxSeries: 1_000_000 },
    { maxSeries: -1 },
  ])('%j is no plan', (part) => {
    expect(planSchema.safeParse({ ...shipped, ...part }).success).toBe(false);
  });
});
