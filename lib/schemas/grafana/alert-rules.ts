import { z } from 'zod';
import { line } from '../text/line';

/**
 * `PUT /api/alert-rules`, and `.weir/alert-rules.json`: what is not as it ships. Names are looked up in the fixed set of
 * rules, and numbers are within what each of them allows.
 */
export const ownRulesSchema = z.strictObject({
  /** Names of rules that are switched off. */
  off: z.array(line(64)).max(100).default([]),
  /** By the name of what was moved, in the unit that the form shows. */
  limits: z.record(line(64), z.number()).default({}),
});
export type OwnRulesInput = z.output<typeof ownRulesSchema>;

const limitSchema = z.object({
  /** What it is saved as. */
  name: z.string(),
  /** What fires: more than this, or less. */
  side: z.enum(['more', 'less']),
  value: z.number(),
  /** As it ships. */
  shipped: z.number(),
  /** A `NumberRange`, in the unit as it is typed. */
  range: z.object({ least: z.number(), most: z.number(), digits: z.number().int(), sign: z.string() }),
});
export type RuleLimit = z.infer<typeof limitSchema>;

/** `GET /api/alert-rules`, and the answer of `PUT`. */
export const alertRulesViewSchema = z.object({
  /** For `If-Match` of a change. */
  revision: z.string(),
  /** Those of a dashboard each. */
  groups: z.array(
    z.object({
      title: z.string(),
      rules: z.array(
        z.object({
          /** In Grafana. */
          name: z.string(),
          title: z.string(),
          severity: z.enum(['critical', 'warning']),
          isOn: z.boolean(),
          /** Null: there is no number that anybody would move. */
          limit: limitSchema.nullable(),
        }),
      ),
    }),
  ),
});
export type AlertRulesView = z.infer<typeof alertRulesViewSchema>;
