import { describe, expect, test } from 'vitest';
import { PRICE_CASES, spent } from '../../support/cases/price-cases';
import { judge } from '../../support/panel/judge';

const found = (...days: Parameters<typeof spent>) =>
  judge(spent(...days)).findings.filter(({ id }) => id.startsWith('source-price'));

describe('the price of a source', () => {
  test('that has doubled is said with both figures, and with what grew', () => {
    const [finding] = found({ units: 20_000, dollars: 6, resources: 60 }, {});
    expect(finding?.title).toBe('AWS costs about $6.00 a month now; before, it was $3.00.');
    expect(finding?.consequence).toContain('20,000 reads were counted within the last 24 hours, 10,000');
    expect(finding?.consequence).toContain('Its resources grew from 30 to 60.');
    expect(PRICE_CASES).toHaveLength(1);
  });

  test('is told by the interval where that is what changed', () => {
    const [finding] = found({ units: 50_000, dollars: 15, everySeconds: 60 }, {});
    expect(finding?.consequence).toContain('It is asked every 1 min instead of every 5 min.');
  });

  test.each<[string, ...Parameters<typeof spent>]>([
    ['less than twice as much', { units: 19_900, dollars: 5.97 }, {}],
    ['cents', { units: 20, dollars: 0.2 }, { units: 10, dollars: 0.1 }],
    ['what is free', { units: 20_000, dollars: 0 }, { dollars: 0 }],
    ['a first day', { units: 20_000, dollars: 6 }, null],
    ['as much as before, after the exporter was restarted', {}, {}],
  ])('is nothing to say for %s', (_what, day, before) => {
    expect(found(day, before)).toEqual([]);
  });
});
