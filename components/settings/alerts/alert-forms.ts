import { z } from 'zod';
import { formatCount } from '@/lib/format';
import type { AlertRulesView, OwnRulesInput, RuleLimit } from '@/lib/schemas/grafana/alert-rules';
import { changedRules } from '../section-words';

type Rules = AlertRulesView['groups'][number]['rules'];
const rulesOf = ({ groups }: AlertRulesView): Rules => groups.flatMap(({ rules }) => rules);

/** `80 °C`, `1,000` */
export const limitWords = (value: number, { sign }: RuleLimit): string =>
  `${formatNumberOf(value)} ${sign}`.trimEnd();
/** As it is typed: a tenth is not rounded away. */
const formatNumberOf = (value: number) => (Number.isInteger(value) ? formatCount(value) : String(value));

/** The form of the rules: a switch for each by its name, and a number by the name of what may be moved. */
const plainForm = z.object({
  on: z.record(z.string(), z.boolean()),
  // Checked where it counts.
  limits: z.record(z.string(), z.custom<number>()),
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
      const value = limits[limit.name];
      if (isWithin(limit, value)) {
        if (value !== limit.shipped) own.limits[limit.name] = value;
      } else if (isOn) {
        // The number of a rule that is off is not seen, so it is not in the way.
        const message = `Enter a number from ${formatNumberOf(limit.least)} to ${formatNumberOf(limit.most)}.`;
        context.issues.push({ code: 'custom', message, path: ['limits', limit.name], input: value });
      }
    }
    return own;
  });

const isWithin = ({ least, most }: RuleLimit, value: number | undefined): value is number =>
  value !== undefined && value >= least && value <= most;

export function alertRulesValues(view: AlertRulesView): AlertRulesValues {
  const rules = rulesOf(view);
  return {
    on: Object.fromEntries(rules.map(({ name, isOn }) => [name, isOn])),
    limits: Object.fromEntries(rules.flatMap(({ limit }) => (limit ? [[limit.name, limit.value]] : []))),
  };
}

/** How many of them are not as they ship, in words. */
export function changedWords(rules: Rules, { on, limits }: AlertRulesValues): string {
  const off = rules.filter(({ name }) => on[name] === false).length;
  const moved = rules.filter(({ limit }) => limit && limits[limit.name] !== limit.shipped).length;
  return changedRules(rules.length, off, moved);
}
