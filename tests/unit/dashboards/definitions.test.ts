import { describe, expect, test } from 'vitest';
import { dashboards } from '@/lib/dashboards/dashboards';
import { summaryOf } from '@/lib/dashboards/rule-groups';
import { AS_SHIPPED, limitOf } from '@/lib/dashboards/terms/movable';
import { expressionOf } from '@/lib/dashboards/terms/promql';
import { rules as findingRules } from '@/lib/verdict/rules/table';

const panels = dashboards.flatMap(({ id, panels: all }) =>
  all.map((panel) => ({ at: `${id}: ${panel.id}`, ...panel })),
);
const rules = dashboards.flatMap(({ rules: all }) => all);
const expressions = panels.flatMap(({ at, expressions: all }) => all.map((one) => ({ at, ...one })));
const texts = [
  ...expressions.map(({ at, promql }) => ({ at, promql })),
  ...rules.map((rule) => ({ at: rule.name, promql: expressionOf(rule) })),
];

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 };
/** Windows of range selectors; that of a subquery comes before its step. */
const windows = (promql: string) =>
  [...promql.matchAll(/\[(\d+)([smhd])(?::\w+)?\]/g)].map(
    ([, number, unit]) => Number(number) * SECONDS[unit as keyof typeof SECONDS],
  );
/** Labels that a result has. */
const kept = (promql: string) =>
  [...promql.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, names = '']) => names.split(', '));
const repeated = (names: readonly string[]) => names.filter((name, index) => names.indexOf(name) !== index);

describe('the whole', () => {
  test('is what a person takes in, and what a free stack of Grafana takes', () => {
    const odd = dashboards.filter((one) => one.panels.length < 6 || one.panels.length > 12);
    expect(odd.map(({ id }) => id)).toEqual([]);
    expect(rules.length).toBeLessThanOrEqual(40);
  });

  test('has no name twice', () => {
    const names = [dashboards.map(({ id }) => id), panels.map(({ at }) => at), rules.map(({ name }) => name)];
    expect(names.flatMap(repeated)).toEqual([]);
    expect(dashboards.flatMap((one) => repeated(one.panels.map(({ question }) => question)))).toEqual([]);
  });
});

describe('expressions', () => {
  test('of panels are of the Pis that are chosen, each selector of them', () => {
    // A name that a function, a label list or a keyword follows is no selector, nor is one of a label that is compared.
    const bare =
      /\b(?:vm|vmagent|weir|node|container|aws|stackdriver|scrape|process)_\w+(?![\w{=!])|\bup\b(?!\{)/;
    expect(expressions.filter(({ promql }) => bare.test(promql)).map(({ at }) => at)).toEqual([]);
    const selectors = expressions.flatMap(({ at, promql }) =>
      [...promql.matchAll(/\w\{([^}]*)\}/g)].map(([, matchers = '']) => ({ at, matchers })),
    );
    expect(selectors.length).toBeGreaterThan(panels.length);
    expect(selectors.filter(({ matchers }) => !matchers.startsWith('cluster=~"$cluster"'))).toEqual([]);
  });

  test('of rules are of every Pi, and tell them apart', () => {
    const wrong = rules.filter((rule) => {
      const promql = expressionOf(rule);
      return promql.includes('$') || (!kept(promql).includes('cluster') && rule.name !== 'WeirNoPi');
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  test('look back five minutes at least: a scrape a minute fills no shorter window', () => {
    const short = texts.filter(({ promql }) => windows(promql).some((seconds) => seconds < 300));
    expect(short.map(({ at }) => at)).toEqual([]);
    expect(texts.flatMap(({ promql }) => windows(promql)).length).toBeGreaterThan(20);
  });

  test('keep what their legends, columns and sentences name', () => {
    const named = [
      ...expressions.map(({ at, promql, legend }) => ({
        at,
        promql,
        names: [...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name),
      })),
      ...panels.flatMap((panel) =>
        panel.kind === 'table'
          ? [
              {
                at: panel.at,
                promql: panel.expressions[0].promql,
                names: Object.keys({ ...panel.columns, ...panel.links }),
              },
            ]
          : [],
      ),
      ...rules.map((rule) => ({
        at: rule.name,
        promql: expressionOf(rule),
        names: [...`${summaryOf(rule)}${rule.description}`.matchAll(/\$labels\.(\w+)/g)].map(
          ([, name = '']) => name,
        ),
      })),
    ];
    const missing = named.flatMap(({ at, promql, names }) =>
      names.filter((name) => !kept(promql).includes(name)).map((name) => `${at}: ${name}`),
    );
    expect(missing).toEqual([]);
  });
});

test('the findings that rules name are there', () => {
  const ids = new Set(findingRules.map(({ id }) => id));
  const named = rules.flatMap(({ finding }) => finding ?? []);
  expect(named.filter((id) => !ids.has(id))).toEqual([]);
  expect(named.length).toBeGreaterThan(15);
});

test('the findings of a panel are there, and each is told in one panel of its dashboard alone', () => {
  const ids = findingRules.map(({ id }) => id);
  const named = dashboards.flatMap((one) => one.panels.flatMap(({ findings = [] }) => findings));
  const begins = (id: string, one: string) => id === one || id.startsWith(`${one}-`);
  expect(named.filter((one) => !ids.some((id) => begins(id, one) || begins(one, id)))).toEqual([]);
  const doubled = dashboards.flatMap((one) => {
    const all = one.panels.flatMap(({ findings = [] }) => findings);
    return all.filter((id, at) => all.some((other, place) => place !== at && begins(id, other)));
  });
  expect(doubled).toEqual([]);
  expect(named.length).toBeGreaterThan(20);
});

test('what is the worse the more it is has a warning before it is critical', () => {
  const odd = panels.filter(({ thresholds }) => {
    if (thresholds?.critical === undefined) return false;
    const { side } = thresholds;
    const warning = limitOf(thresholds.warning, AS_SHIPPED);
    const critical = limitOf(thresholds.critical, AS_SHIPPED);
    return side === 'above' ? critical <= warning : critical >= warning;
  });
  expect(odd.map(({ at }) => at)).toEqual([]);
});
