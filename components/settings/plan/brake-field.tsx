'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormContext, useWatch } from 'react-hook-form';
import { TextField } from '@/components/ui/field';
import { Switch } from '@/components/ui/switch';
import { GRAFANA_FREE, refusesFrom } from '@/lib/budget';
import { formatCount, plural } from '@/lib/format';
import { budgetQuery } from '@/lib/queries/budget';
import type { Settings } from '@/lib/schemas/settings/settings';
import { wholeNumber } from '@/lib/typed-number';
import type { PlanValues } from './plan-forms';

/** Where vmagent itself stops, with what that costs. */
export function BrakeField({ destination }: Pick<Settings, 'destination'>) {
  const { control, register, formState } = useFormContext<PlanValues>();
  const [hasBrake, text, preset] = useWatch({ control, name: ['hasBrake', 'maxSeries', 'preset'] });
  const refuses = preset === 'grafana-free' ? refusesFrom(GRAFANA_FREE, destination.kind) : null;
  return (
    <fieldset className="flex flex-col gap-3 rounded-lg border border-line bg-surface px-4 py-2 shadow-card">
      <legend className="sr-only">Brake</legend>
      <Switch
        {...register('hasBrake')}
        label={<span className="text-base">Brake</span>}
        description="vmagent itself stops at a number of series, so that one source gone wild cannot use up the plan."
      />
      {hasBrake ? (
        <TextField
          {...register('maxSeries')}
          fieldClassName="animate-appear pb-3"
          label="Unique series an hour"
          error={formState.errors.maxSeries?.message}
          help="What is beyond it is thrown away until vmagent’s next hour begins: series that come later do not arrive, those from before do. The count takes vmagent 2 bytes of memory for each."
          consequence={<Consequence maxSeries={wholeNumber(text)} refuses={refuses} />}
          unit="series"
          inputMode="numeric"
          className="max-w-60"
        />
      ) : (
        <p className="pb-3 text-quiet text-sm">
          Without it, everything that the sources offer is sent. vmagent goes on counting.
        </p>
      )}
    </fieldset>
  );
}

/** @param refuses from how many series on the destination takes no new ones; null: not known */
function Consequence({ maxSeries, refuses }: { maxSeries: number; refuses: number | null }) {
  const series = useQuery(budgetQuery()).data?.series ?? null;
  if (Number.isNaN(maxSeries)) return null;
  if (refuses !== null && maxSeries >= refuses)
    return `Grafana Cloud’s free plan refuses new series from ${formatCount(refuses)} on, and what is behind them waits: this brake comes too late.`;
  if (series === null) return null;
  if (series > maxSeries) {
    return `There are about ${formatCount(series)} now: data of ${plural(series - maxSeries, 'series', 'series')} would be lost at once.`;
  }
  return `There are about ${formatCount(series)} now, so there is room for ${formatCount(maxSeries - series)} more.`;
}
