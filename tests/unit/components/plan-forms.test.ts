import { describe, expect, test } from 'vitest';
import { forecastWords } from '@/components/forms/sources/forecast-words';
import { planChange, planField, planForm, readPlan } from '@/components/settings/plan/plan-forms';
import { plan as inWords } from '@/components/settings/section-words';
import type { Forecast } from '@/lib/schemas/budget';
import type { Plan } from '@/lib/schemas/plan';
import { settings } from '../../support/fixtures/settings-fixtures';

const withPlan = (plan: Partial<Plan>) => ({ ...settings, plan: { ...settings.plan, ...plan } });
const none = { series: null, pointsPerMinute: null };

describe('the form of the plan', () => {
  test.each<[Partial<Plan>, string]>([
    [{}, 'grafana-free'],
    [{ series: 15_000 }, 'own'],
    [{ pointsPerMinute: null }, 'own'],
    [none, 'none'],
    [{ maxSeries: null }, 'grafana-free'],
  ])('%j is shown as %s, and comes out as it went in', (plan, preset) => {
    const given = withPlan(plan);
    expect(readPlan(given).preset).toBe(preset);
    expect(planChange(planForm(settings).parse(readPlan(given)), given)).toEqual({ plan: given.plan });
  });

  test('what is proposed for own numbers and for a brake are those of the free plan and what ships', () =>
    expect(readPlan(withPlan({ ...none, maxSeries: null }))).toEqual({
      preset: 'none',
      series: '10000',
      pointsPerMinute: '10000',
      hasBrake: false,
      maxSeries: '14000',
      limits: { 'node-exporter': '', cadvisor: '3000', yace: '', 'stackdriver-exporter': '' },
    }));

  test('numbers count for own numbers only, the brake’s while it is on', () => {
    const typed = { ...readPlan(settings), series: 'many', maxSeries: 'many', hasBrake: false };
    expect(planForm(settings).parse(typed).plan).toEqual({ ...settings.plan, maxSeries: null });
    expect(planForm(settings).parse({ ...typed, preset: 'none' }).plan).toEqual({ ...none, maxSeries: null });
    const paths = planForm(settings)
      .safeParse({ ...typed, preset: 'own', hasBrake: true })
      .error?.issues.map(({ path, message }) => `${path}: ${message}`);
    expect(paths).toEqual(['series: Enter a whole number.', 'maxSeries: Enter a whole number.']);
  });

  test.each([
    ['series', '99', 'Use at least 100.'],
    ['pointsPerMinute', '1.5', 'Enter a whole number.'],
    ['maxSeries', '999', 'Use at least 1,000.'],
    ['maxSeries', '500001', 'Use at most 500,000.'],
    ['maxSeries', '', 'Enter a whole number.'],
    ['maxSeries', '-5', 'Enter a whole number.'],
  ])('%s of %j is told at its field', (field, text, message) => {
    const parsed = planForm(settings).safeParse({ ...readPlan(settings), preset: 'own', [field]: text });
    expect(parsed.error?.issues[0]).toMatchObject({ path: [field], message });
  });

  const withLimits = (limits: Record<string, string>) => ({
    ...readPlan(settings),
    limits: { ...readPlan(settings).limits, ...limits },
  });

  test('of the sources’ limits only those are sent that differ from the file’s', () => {
    const values = withLimits({ yace: '1,500', cadvisor: ' ' });
    expect(planChange(planForm(settings).parse(values), settings)).toEqual({
      plan: settings.plan,
      seriesLimits: { yace: 1_500, cadvisor: null },
    });
  });

  test('a limit that cannot be is told at its source', () => {
    const parsed = planForm(settings).safeParse(withLimits({ yace: '9', cadvisor: 'few' }));
    expect(parsed.error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
      ['limits.yace', 'Use at least 10.'],
      ['limits.cadvisor', 'Enter a whole number.'],
    ]);
  });

  test('a problem of the server finds its field', () =>
    expect(
      [
        ...['plan.maxSeries', 'plan.pointsPerMinute', 'plan'],
        ...['seriesLimits.yace', 'seriesLimits', 'buffer.maxBytes'],
      ].map(planField),
    ).toEqual(['maxSeries', 'pointsPerMinute', 'series', 'limits.yace', null, null]));

  test('is said in one line', () => {
    expect(inWords(settings)).toBe(
      '10,000 series, 10,000 data points a minute; brake at 20,000 series, 1 source with a limit of its own',
    );
    expect(inWords({ ...withPlan({ ...none, maxSeries: null }), seriesLimits: { yace: null } })).toBe(
      'No plan; no brake',
    );
  });
});

describe('what a source would add, in words', () => {
  const unknown: Forecast = {
    source: 'aws',
    series: null,
    pointsPerMinute: null,
    containers: null,
    perResource: [],
  };
  const perContainer = [{ resource: 'container', series: 17 }];

  test.each<[Partial<Forecast>, string]>([
    [
      { source: 'pi', series: 507, pointsPerMinute: 507 },
      'Adds about 507 series and 507 data points a minute, as a Pi usually has.',
    ],
    [
      { source: 'containers', series: 129, pointsPerMinute: 64.5, containers: 5, perResource: perContainer },
      'Adds about 129 series and 65 data points a minute: 5 containers run here now, about 17 for each container.',
    ],
    [
      { source: 'containers', perResource: perContainer },
      'Adds series: about 17 for each container. How many there are is not known right now.',
    ],
    [
      {
        perResource: [
          { resource: 'Lambda function', series: 6 },
          { resource: 'SQS queue', series: 4 },
        ],
      },
      'Adds series: 6 for each Lambda function and 4 for each SQS queue. How many of these have a tag, and so are found, only AWS knows.',
    ],
    [
      { source: 'gcp', perResource: [{ resource: 'function', series: 1 }] },
      'Adds series: at least 1 for each function. How many of these there are, only Google knows.',
    ],
    [{}, 'How many series it adds is not known beforehand.'],
  ])('%j', (forecast, words) => expect(forecastWords({ ...unknown, ...forecast })).toBe(words));
});
