'use client';

import { useId } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { FieldError } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { jobWords } from '@/lib/pipeline/components';
import type { ScrapeJob, Settings } from '@/lib/schemas/settings/settings';
import { IntervalCost } from './interval-cost';
import { defaultTimeout, type IntervalValues } from './interval-forms';

/** Interval and timeout of one job in a row, with what they cost and what is wrong with them below. */
export function JobTiming({ job, settings }: { job: ScrapeJob; settings: Settings }) {
  const id = useId();
  const { register, control, formState } = useFormContext<IntervalValues>();
  const interval = useWatch({ control, name: `${job}.intervalSeconds` });
  const isOn = settings.scrape[job]?.isOn ?? false;
  const errors = formState.errors[job];
  const fields = [
    { name: 'intervalSeconds', label: 'Interval', error: errors?.intervalSeconds?.message },
    { name: 'timeoutSeconds', label: 'Timeout', error: errors?.timeoutSeconds?.message },
  ] as const;

  return (
    <fieldset
      id={job}
      aria-labelledby={`${id}-job`}
      className="grid scroll-mt-20 min-w-0 grid-cols-2 items-start gap-x-4 gap-y-2 p-4 sm:grid-cols-[1fr_8rem_8rem]"
    >
      <h2
        id={`${id}-job`}
        className="col-span-2 flex flex-wrap items-baseline gap-x-2 sm:col-span-1 sm:flex-col sm:self-center"
      >
        <span className="font-strong">{jobWords(job)}</span>{' '}
        <span className="text-quiet text-sm">{isOn ? job : `${job}, switched off`}</span>
      </h2>
      {fields.map(({ name, label, error }) => (
        <div key={name} className="flex flex-col gap-1">
          <label htmlFor={`${id}-${name}`} className="text-quiet text-sm">
            {label}
          </label>
          <Input
            {...register(`${job}.${name}`)}
            id={`${id}-${name}`}
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? `${id}-${name}-error ${id}-cost` : `${id}-cost`}
            unit="s"
            inputMode="numeric"
            autoComplete="off"
            placeholder={name === 'timeoutSeconds' ? defaultTimeout(interval) : undefined}
          />
        </div>
      ))}
      <div aria-live="polite" className="col-span-full flex flex-col gap-1 empty:hidden">
        {fields.map(
          ({ name, error }) =>
            error && (
              <p key={name} id={`${id}-${name}-error`}>
                <FieldError>{error}</FieldError>
              </p>
            ),
        )}
      </div>
      <p id={`${id}-cost`} className="col-span-full text-quiet text-sm empty:hidden">
        {isOn && <IntervalCost job={job} settings={settings} />}
      </p>
    </fieldset>
  );
}
