import { z } from 'zod';
import { GRAFANA_FREE, isGrafanaFree } from '@/lib/budget';
import { type Plan, SHIPPED_BRAKE_SERIES } from '@/lib/schemas/plan';
import type { Settings } from '@/lib/schemas/settings/settings';
import { withRules } from '../with-rules';

/** What to choose from: a plan that is known, numbers of one's own, or none. */
export const presets = ['grafana-free', 'own', 'none'] as const;

/** A number as people write it: 15,000 and 15 000 are one. NaN for what is none. */
export function wholeNumber(text: string): number {
  const digits = text.replace(/[\s,_]/g, '');
  return /^\d{1,15}$/.test(digits) ? Number(digits) : Number.NaN;
}

const limit = (text: string) => (text.trim() === '' ? null : wholeNumber(text));

/** The form of the plan and of the brake. An empty number of one's own is no limit. */
export const planForm = (settings: Settings) =>
  withRules(plainForm, { settings, toChange: (plan) => ({ plan }), toField: planField });

const plainForm = z
  .object({
    preset: z.enum(presets),
    series: z.string(),
    pointsPerMinute: z.string(),
    hasBrake: z.boolean(),
    maxSeries: z.string(),
  })
  .transform(({ preset, series, pointsPerMinute, hasBrake, maxSeries }): Plan => {
    const own = { series: limit(series), pointsPerMinute: limit(pointsPerMinute) };
    const none = { series: null, pointsPerMinute: null };
    return {
      ...(preset === 'own' ? own : preset === 'none' ? none : GRAFANA_FREE),
      maxSeries: hasBrake ? wholeNumber(maxSeries) : null,
    };
  });
export type PlanValues = z.input<typeof plainForm>;

export function readPlan({ plan }: Settings): PlanValues {
  const { series, pointsPerMinute, maxSeries } = plan;
  const isNone = series === null && pointsPerMinute === null;
  const shown = isNone ? GRAFANA_FREE : plan;
  return {
    preset: isNone ? 'none' : isGrafanaFree(plan) ? 'grafana-free' : 'own',
    series: String(shown.series ?? ''),
    pointsPerMinute: String(shown.pointsPerMinute ?? ''),
    hasBrake: maxSeries !== null,
    maxSeries: String(maxSeries ?? SHIPPED_BRAKE_SERIES),
  };
}

/** The field of a path in the change, such as `plan.maxSeries`. */
export function planField(path: string) {
  const [section, field] = path.split('.');
  if (section !== 'plan') return null;
  return field === 'pointsPerMinute' || field === 'maxSeries' ? field : 'series';
}
