import { z } from 'zod';
import type { AlertRulesView, OwnRulesInput } from '@/lib/schemas/grafana/alert-rules';
import { amountWords, numberIn } from '@/lib/typed-number';
import { changedRules } from '../section-words';

type Rules = AlertRulesView['groups'][number]['rules'];
const rulesOf = ({ groups }: AlertRulesView): Rules => groups.flatMap(({ rules }) => rules);

/** The form of the rules: a switch for each by its name, and what is typed by the name of what may be moved. */
const plainForm = z.object({
  on: z.record(z.string(), z.boolean()),
  limits: z.record(z.string(), z.string()),
});
export type AlertRulesValues = z.input<typeof plainForm>;

/** @returns what is not as it ships */
export const alertRulesForm = (view: AlertRulesView) =>
  plainForm.transform(({ on, limits }, context): OwnRulesInput => {
    const own: OwnRulesInput = { off: [], limits: {} };
    for (const { name, limit } of rulesOf(view)) {
      const isOn = on[name] !== false;
      if (!isOn) own.off.push(name);
      if (limit === null) continue;
      const text = limits[limit.name] ?? '';
      const typed = numberIn(limit.range, text);
      // The number of a rule that is off is not seen: where it cannot be, the saved one stays.
      const value = typeof typed === 'string' ? limit.value : typed;
      if (typeof typed === 'string' && isOn)
        context.issues.push({ code: 'custom', message: typed, path: ['limits', limit.name], input: text });
      else if (value !== limit.shipped) own.limits[limit.name] = value;
    }
    return own;
  });

export function alertRulesValues(view: AlertRulesView): AlertRulesValues {
  const rules = rulesOf(view);
  return {
    on: Object.fromEntries(rules.map(({ name, isOn }) => [name, isOn])),
    limits: Object.fromEntries(
      rules.flatMap(({ limit }) =>
        limit ? [[limit.name, amountWords(limit.value, { ...limit.range, sign: '' })]] : [],
      ),
    ),
  };
}

/** How many of them are not as they ship, in words. */
export const changedWords = (rules: Rules, { on, limits }: AlertRulesValues): string =>
  changedRules(
    rules.map(({ name, limit }) => ({
      isOn: on[name] !== false,
      isMoved: limit !== null && numberIn(limit.range, limits[limit.name] ?? '') !== limit.shipped,
    })),
  );
