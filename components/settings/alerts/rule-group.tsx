import { useWatch } from 'react-hook-form';
import { Card } from '@/components/ui/card';
import { Details } from '@/components/ui/details';
import type { AlertRulesView } from '@/lib/schemas/grafana/alert-rules';
import { type AlertRulesValues, changedWords } from './alert-forms';
import { RuleRow } from './rule-row';

/** The rules of one dashboard, behind a line that says what is not as it ships. */
export function RuleGroup({ title, rules }: AlertRulesView['groups'][number]) {
  const values = useWatch<AlertRulesValues>() as AlertRulesValues;
  return (
    <Card className="px-4 py-1">
      <Details
        summary={
          <span className="flex flex-wrap items-baseline justify-between gap-x-4 py-1">
            <span className="font-strong text-base">{title}</span>
            <span className="text-quiet">{changedWords(rules, values)}</span>
          </span>
        }
      >
        <ul className="divide-y divide-line border-line border-t">
          {rules.map((rule) => (
            <RuleRow key={rule.name} rule={rule} />
          ))}
        </ul>
      </Details>
    </Card>
  );
}
