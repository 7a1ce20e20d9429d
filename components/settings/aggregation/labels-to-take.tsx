'use client';

import { useFormContext, useWatch } from 'react-hook-form';
import { useLiveCheck } from '@/components/forms/use-live-check';
import { ApiError } from '@/lib/client/api-fetch';
import { cn } from '@/lib/cn';
import { formatCount, formatNumber, plural } from '@/lib/format';
import { jobWords } from '@/lib/pipeline/components';
import { previewAggregation } from '@/lib/queries/filters';
import type { Settings } from '@/lib/schemas/settings/settings';
import { wholeNumber } from '@/lib/typed-number';
import { type AggregationValues, labelNames, perMinute } from './aggregation-forms';

const PAUSE_MS = 400;

/** The labels that the metric has at this moment, each a press, and what the rule makes of its series. */
export function LabelsToTake({ index, settings }: { index: number; settings: Settings }) {
  const { control, setValue } = useFormContext<AggregationValues>();
  const { job, metric, without, intervalSeconds } = useWatch({ control, name: `rules.${index}` });
  const timing = settings.scrape[job];
  const names = labelNames(without);
  const isAsked = timing?.isOn === true && metric.trim() !== '' && names.length <= 20;
  const { check } = useLiveCheck(
    isAsked ? { job, metric: metric.trim(), without: names } : null,
    previewAggregation,
    PAUSE_MS,
  );
  if (metric.trim() === '') return null;
  if (!timing?.isOn) return <Quiet>{jobWords(job)} is switched off, so nothing can be counted.</Quiet>;
  if (check.state === 'failed')
    return (
      <Quiet>
        Its series could not be counted:{' '}
        {check.error instanceof ApiError ? check.error.message : 'there was no answer.'}
      </Quiet>
    );
  if (check.state !== 'done') return <Quiet>Its series are being counted…</Quiet>;
  if (check.result.state === 'costs')
    return <Quiet>Counting its series costs one collection; it can be made below.</Quiet>;
  const now = check.result.metric;
  if (now === null) return <Quiet>{jobWords(job)} has no such metric that is kept at this moment.</Quiet>;
  const seconds = wholeNumber(intervalSeconds);
  const toggle = (label: string) => {
    const next = names.includes(label) ? names.filter((name) => name !== label) : [...names, label];
    setValue(`rules.${index}.without`, next.join(', '), {
      shouldDirty: true,
      shouldTouch: true,
      shouldValidate: true,
    });
  };
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {now.labels.map(({ name, values, after }) => (
          <button
            key={name}
            type="button"
            aria-pressed={names.includes(name)}
            onClick={() => toggle(name)}
            className={cn(
              'touch flex flex-col items-start rounded-md border px-3 py-1 text-left text-sm',
              names.includes(name)
                ? 'border-accent bg-accent-soft text-accent'
                : 'border-line-strong bg-surface hover:bg-sunken',
            )}
          >
            <span className="font-mono text-xs">{name}</span>
            <span className="text-quiet text-xs">
              {plural(values, 'value')}, without it {plural(after, 'series', 'series')}
            </span>
          </button>
        ))}
      </div>
      <p aria-live="polite" className="text-sm">
        <strong className="figure font-strong">
          {formatCount(now.series)} → {formatCount(names.length === 0 ? now.series : now.after)}
        </strong>{' '}
        series
        {seconds > 0 && names.length > 0 && (
          <>
            , {formatNumber(perMinute(now.series, timing.scrapeSeconds))} →{' '}
            {formatNumber(perMinute(now.after, seconds))} data points a minute
          </>
        )}
      </p>
    </>
  );
}

function Quiet({ children }: { children: React.ReactNode }) {
  return <p className="text-quiet text-sm">{children}</p>;
}
