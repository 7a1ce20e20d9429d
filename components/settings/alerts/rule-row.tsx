import { useFormContext, useWatch } from 'react-hook-form';
import { Switch } from '@/components/ui/switch';
import type { AlertRulesView } from '@/lib/schemas/grafana/alert-rules';
import type { AlertRulesValues } from './alert-forms';
import { LimitField } from './limit-field';

type Rule = AlertRulesView['groups'][number]['rules'][number];

/** One alert rule: on or off, and from where on it fires. */
export function RuleRow({ rule: { name, title, severity, limit } }: { rule: Rule }) {
  const { register } = useFormContext<AlertRulesValues>();
  const isOn = useWatch<AlertRulesValues, `on.${string}`>({ name: `on.${name}` });
  return (
    <li className="py-1">
      <Switch
        {...register(`on.${name}`)}
        label={title}
        description={
          <>
            <span className="font-mono text-xs">{name}</span>, {severity}
          </>
        }
      />
      {limit !== null && isOn && <LimitField limit={limit} title={title} />}
    </li>
  );
}
