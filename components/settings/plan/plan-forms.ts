import { z } from 'zod';
import { GRAFANA_FREE, isGrafanaFree } from '@/lib/budget';
import { sourceJobs } from '@/lib/pipeline/components';
import { SHIPPED_BRAKE_SERIES } from '@/lib/schemas/plan';
import type { ScrapeJob, Settings, SettingsChange } from '@/lib/schemas/settings/settings';
import { wholeNumber } from '@/lib/typed-number';
import { withRules } from '../with-rules';

/** What to choose from: a plan that is known, numbers of one's own, or none. */
export const presets = ['grafana-free', 'own', 'none'] as const;

const limit = (text: string) => (text.trim() === '' ? null : wholeNumber(text));

/** The form of the plan, of the brake and of the limits of the sources. An empty number of one's own is no limit. */
export const planForm = (settings: Settings) =>
  withRules(plainForm, { settings, toChange: (output) => planChange(output, settings), toField: planField });

const plainForm = z
  .object({
    preset: z.enum(presets),
    series: z.string(),
    pointsPerMinute: z.string(),
    hasBrake: z.boolean(),
    maxSeries: z.string(),
    /** Of each source whose job the file has. */
    limits: z.record(z.string(), z.string()),
  })
  .transform(({ preset, series, pointsPerMinute, hasBrake, maxSeries, limits }) => {
    const own = { series: limit(series), pointsPerMinute: limit(pointsPerMinute) };
    const none = { series: null, pointsPerMinute: null };
    return {
      plan: {
        ...(preset === 'own' ? own : preset === 'none' ? none : GRAFANA_FREE),
        maxSeries: hasBrake ? wholeNumber(maxSeries) : null,
      },
      limits: Object.fromEntries(Object.entries(limits).map(([job, text]) => [job, limit(text)])),
    };
  });
export type PlanValues = z.input<typeof plainForm>;

/** The sources whose limit a form can set. */
export const limitedJobs = ({ seriesLimits }: Settings): ScrapeJob[] =>
  sourceJobs.filter((job) => seriesLimits[job] !== undefined);

/** The plan, and only those limits that differ from the file's. */
export function planChange({ plan, limits }: z.output<typeof plainForm>, settings: Settings): SettingsChange {
  const changed = limitedJobs(settings).filter((job) => {
    const wanted = limits[job];
    return wanted !== undefined && wanted !== settings.seriesLimits[job];
  });
  if (changed.length === 0) return { plan };
  return { plan, seriesLimits: Object.fromEntries(changed.map((job) => [job, limits[job]])) };
}

export function readPlan(settings: Settings): PlanValues {
  const { plan, seriesLimits } = settings;
  const { series, pointsPerMinute, maxSeries } = plan;
  const isNone = series === null && pointsPerMinute === null;
  const shown = isNone ? GRAFANA_FREE : plan;
  return {
    preset: isNone ? 'none' : isGrafanaFree(plan) ? 'grafana-free' : 'own',
    series: String(shown.series ?? ''),
    pointsPerMinute: String(shown.pointsPerMinute ?? ''),
    hasBrake: maxSeries !== null,
    maxSeries: String(maxSeries ?? SHIPPED_BRAKE_SERIES),
    limits: Object.fromEntries(limitedJobs(settings).map((job) => [job, String(seriesLimits[job] ?? '')])),
  };
}

/** The field of a path in the change, such as `plan.maxSeries` or `seriesLimits.yace`. */
export function planField(path: string) {
  const [section, field] = path.split('.');
  if (section === 'seriesLimits') return field ? (`limits.${field}` as const) : null;
  if (section !== 'plan') return null;
  return field === 'pointsPerMinute' || field === 'maxSeries' ? field : 'series';
}
