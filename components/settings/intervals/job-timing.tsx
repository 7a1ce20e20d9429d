'use client';

import { useFormContext, useWatch } from 'react-hook-form';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { ScrapeJob } from '@/lib/schemas/settings';
import { jobNames } from '../job-names';
import { defaultTimeout, type IntervalValues } from './interval-forms';

/** Interval and timeout of one job. */
export function JobTiming({ job, isOn }: { job: ScrapeJob; isOn: boolean }) {
  const { register, control, formState } = useFormContext<IntervalValues>();
  const interval = useWatch({ control, name: `${job}.intervalSeconds` });
  const errors = formState.errors[job];
  return (
    <Card className="flex flex-col gap-4 p-4">
      <h2 className="flex flex-wrap items-baseline gap-x-2 font-strong">
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
    </Card>
  );
}
