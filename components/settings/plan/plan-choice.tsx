'use client';

import { useFormContext, useWatch } from 'react-hook-form';
import { Choice } from '@/components/ui/choice';
import { TextField } from '@/components/ui/field';
import { GRAFANA_FREE, GRAFANA_FREE_REFUSES } from '@/lib/budget';
import { formatCount } from '@/lib/format';
import type { Settings } from '@/lib/schemas/settings/settings';
import type { PlanValues } from './plan-forms';

const FREE = `${formatCount(GRAFANA_FREE.series)} active series and one data point a minute for each of them. From ${formatCount(GRAFANA_FREE_REFUSES)} series on it refuses new ones, users report.`;

const choices = [
  { preset: 'grafana-free', label: 'Grafana Cloud Free', description: FREE },
  { preset: 'own', label: 'Own numbers', description: 'Another plan, or what you want to pay for.' },
  {
    preset: 'none',
    label: 'No plan',
    description: 'The figures are shown without a limit and without a warning.',
  },
] as const;

/** Which numbers the figures are held against. */
export function PlanChoice({ destination }: Pick<Settings, 'destination'>) {
  const { control, register, formState } = useFormContext<PlanValues>();
  const preset = useWatch({ control, name: 'preset' });
  const { errors } = formState;
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 font-strong text-lg">What does your plan cover?</legend>
      <p className="text-quiet text-sm">{about(destination.kind, preset)}</p>
      {choices.map((choice) => (
        <Choice
          key={choice.preset}
          {...register('preset')}
          value={choice.preset}
          label={choice.label}
          description={choice.description}
        />
      ))}
      {preset === 'own' && (
        <div className="mt-2 grid animate-appear gap-5 sm:grid-cols-2">
          <TextField
            {...register('series')}
            label="Active series"
            isOptional
            error={errors.series?.message}
            help="Empty: no limit."
            inputMode="numeric"
          />
          <TextField
            {...register('pointsPerMinute')}
            label="Data points a minute"
            isOptional
            error={errors.pointsPerMinute?.message}
            help="Empty: no limit."
            inputMode="numeric"
          />
        </div>
      )}
    </fieldset>
  );
}

function about(kind: Settings['destination']['kind'], preset: PlanValues['preset']): string {
  if (kind === 'local') {
    return 'Your data stays on this Pi, which has no plan. The numbers count as soon as it goes elsewhere.';
  }
  if (kind === 'other' && preset === 'grafana-free') {
    return 'Your data goes to another server: Grafana Cloud’s free plan does not count there.';
  }
  return 'Weir compares what you collect with these numbers, and warns from 90 % on. No service is touched.';
}
