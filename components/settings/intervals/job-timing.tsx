'use client';

import { useId } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { ScrapeJob, Settings } from '@/lib/schemas/settings';
import { jobNames } from '../job-names';
import { IntervalCost } from './interval-cost';
import { defaultTimeout, type IntervalValues } from './interval-forms';

/** Interval and timeout of one job. */
export function JobTiming({ job, settings }: { job: ScrapeJob; settings: Settings }) {
  const id = useId();
  const isOn = settings.scrape[job]?.isOn ?? false;
  const { register, control, formState } = useFormContext<IntervalValues>();
  const interval = useWatch({ control, name: `${job}.intervalSeconds` });
  const errors = formState.errors[job];
  return (
    <Card role="group" aria-labelledby={id} className="flex flex-col gap-4 p-4">
      <h2 id={id} className="flex flex-wrap items-baseline gap-x-2 font-strong">
        {jobNames[job]}
        <span className="font-normal text-quiet text-sm">{isOn ? job : `${job}, switched off`}</span>
      </h2>
      <div className="grid grid-cols-2 items-start gap-4">
        <Field label="Interval" error={errors?.intervalSeconds?.message}>
          {(field) => (
            <Input
              {...register(`${job}.intervalSeconds`)}
              {...field}
              unit="s"
              inputMode="numeric"
              autoComplete="off"
            />
          )}
        </Field>
        <Field label="Timeout" isOptional error={errors?.timeoutSeconds?.message}>
          {(field) => (
            <Input
              {...register(`${job}.timeoutSeconds`)}
              {...field}
              unit="s"
              inputMode="numeric"
              autoComplete="off"
              placeholder={defaultTimeout(interval)}
            />
          )}
        </Field>
      </div>
      {isOn && (
        <p className="text-quiet text-sm">
          <IntervalCost job={job} settings={settings} />
        </p>
      )}
    </Card>
  );
}
