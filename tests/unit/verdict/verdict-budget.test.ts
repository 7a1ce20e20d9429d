import { describe, expect, test } from 'vitest';
import type { Finding } from '@/lib/schemas/snapshot';
import { using } from '../../support/cases/budget-cases';
import { both, judge } from '../../support/panel/judge';

const noLimits = { series: null, pointsPerMinute: null };

describe('the plan', () => {
  test.each([
    ['well within it', using({ series: 8999, pointsPerMinute: 8999 })],
    ['figures that nobody knows', using({ series: null, pointsPerMinute: null })],
    ['no limit', using({ series: 1e6, pointsPerMinute: 1e6, limits: noLimits })],
  ])('%s is no finding', (_, change) => expect(judge(change).findings).toEqual([]));

  test('close to it nothing is lost, and the page that says who uses how much is at hand', () =>
    expect(judge(using({ series: 9311 })).findings).toMatchObject([
      {
        id: 'budget-series',
        title: 'Close to the plan’s 10,000 active series: about 93 % are used.',
        consequence:
          'Nothing is lost. At 14,000 the brake throws samples of new series away, so that the others still arrive.',
        href: '/settings/plan',
      },
    ]));

  test('series that are counted before aggregation are too many or not, nobody knows', () => {
    const ids = (series: number) =>
      judge(using({ series, isAggregated: true })).findings.map((finding) => finding.id);
    expect(ids(9500)).toEqual([]);
    expect(ids(10_001)).toEqual(['budget-series-unknown']);
  });

  test('beyond it the destination may refuse', () =>
    expect(judge(using({ pointsPerMinute: 11_240 })).findings).toMatchObject([
      {
        id: 'budget-points',
        title: 'More is sent than the plan covers: about 11,000 instead of 10,000 data points a minute.',
        consequence: 'Grafana Cloud may refuse what is beyond it, which is then lost, or bill it.',
      },
    ]));

  test('a plan of one’s own says nothing of where new series are refused', () => {
    const limits = { series: 50_000, pointsPerMinute: null };
    expect(judge(using({ series: 47_000, brakeSeries: 60_000, limits })).findings).toMatchObject([
      {
        id: 'budget-series',
        consequence: 'Nothing is lost. Beyond the plan Grafana Cloud may refuse what is new, or bill it.',
      },
    ]);
  });

  test('a brake is too late from where the free plan refuses', () => {
    const ids = (brakeSeries: number | null) =>
      judge(using({ brakeSeries })).findings.map((finding) => finding.id);
    expect(ids(15_000)).toEqual(['brake-too-late']);
    expect(ids(1_000_000)).toEqual([]);
    const [close] = judge(using({ series: 9500, brakeSeries: 20_000 })).findings;
    expect(close?.consequence).toContain('Its free plan takes up to 15,000. Then it refuses new series');
    expect(ids(14_999)).toEqual([]);
    expect(ids(null)).toEqual([]);
  });

  test('at the edge it is said once and stays until it is clearly over', () => {
    const said =
      (id: string): Parameters<typeof both>[0] =>
      (_, context) => {
        context.previous = [{ id } as Finding];
      };
    const ids = (series: number, id: string) =>
      judge(both(using({ series }), said(id))).findings.map((finding) => finding.id);
    expect(ids(8600, 'budget-series')).toEqual(['budget-series']);
    expect(ids(8600, 'budget-points')).toEqual([]);
    expect(ids(8499, 'budget-series')).toEqual([]);
  });
});
