import { parser } from '@prometheus-io/lezer-promql';
import { expect, test } from 'vitest';
import { dashboards } from '@/lib/dashboards/dashboards';
import { expressionOf } from '@/lib/dashboards/terms/promql';
import { type Selector, selectorsOf } from '@/lib/dashboards/terms/selectors';

/** What Prometheus's own parser finds in an expression. */
function parsed(promql: string): Selector[] {
  const found: Selector[] = [];
  const text = ({ from, to }: { from: number; to: number }) => promql.slice(from, to);
  parser.parse(promql).iterate({
    enter({ node }) {
      if (node.type.isError) throw new Error(`${promql} is not understood at ${node.from}.`);
      if (node.name !== 'VectorSelector') return;
      const name = node.getChild('Identifier');
      const matchers = (node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []).map(
        (one) => {
          const [label, op, value] = ['LabelName', 'MatchOp', 'StringLiteral'].map((type) => {
            const child = one.getChild(type);
            return child === null ? '' : text(child);
          });
          return { label, op, value: JSON.parse(value ?? '') };
        },
      );
      let group = node.parent;
      while (group !== null && group.name !== 'AggregateExpr') group = group.parent;
      const op = group?.getChild('AggregateOp');
      const labels = group
        ?.getChild('AggregateModifier')
        ?.getChild('GroupingLabels')
        ?.getChildren('LabelName');
      found.push({
        metric: name === null ? '' : text(name),
        matchers: matchers as Selector['matchers'],
        op: op ? text(op) : null,
        by: (labels ?? []).map(text),
      });
    },
  });
  return found;
}

const promqls = dashboards.flatMap(({ panels, rules }) => [
  ...panels.flatMap(({ expressions }) => expressions.map(({ promql }) => promql)),
  ...rules.map((rule) => expressionOf(rule)),
]);

test('every expression of the dashboards and the alert rules is read as Prometheus reads it', () => {
  for (const promql of promqls)
    expect({ promql, found: selectorsOf(promql) }).toEqual({ promql, found: parsed(promql) });
  expect(promqls.length).toBeGreaterThan(80);
  expect(promqls.flatMap(selectorsOf).filter(({ op }) => op !== null).length).toBeGreaterThan(100);
});
