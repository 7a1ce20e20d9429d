'use client';

import { useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { useLiveCheck } from '@/components/forms/use-live-check';
import { ApiError } from '@/lib/client/api-fetch';
import { cn } from '@/lib/cn';
import { formatCount, formatNumber, plural } from '@/lib/format';
import { jobWords } from '@/lib/pipeline/components';
import { previewAggregation } from '@/lib/queries/filters';
import type { AggregationPreview } from '@/lib/schemas/settings/aggregation';
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
  const of = `${job} ${metric.trim()}`;
  const [last, setLast] = useState<{ of: string; result: AggregationPreview } | null>(null);
  if (check.state === 'done' && check.result !== last?.result) setLast({ of, result: check.result });
  if (metric.trim() === '') return null;
  if (!timing?.isOn) return <Quiet>{jobWords(job)} is switched off, so nothing can be counted.</Quiet>;
  if (check.state === 'failed')
    return (
      <Quiet>
        Its series could not be counted:{' '}
        {check.error instanceof ApiError ? check.error.message : 'there was no answer.'}
      </Quiet>
    );
  // The buttons stay while their figures are counted anew: one of them has the focus.
  const known = check.state === 'done' ? check.result : last?.of === of ? last.result : null;
  if (known === null) return <Quiet>Its series are being counted…</Quiet>;
  if (known.state === 'costs')
    return <Quiet>Counting its series costs one collection; it can be made below.</Quiet>;
  const now = known.metric;
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
        {check.state === 'done' ? (
          <Figures
            series={[now.series, names.length === 0 ? now.series : now.after]}
            seconds={[timing.scrapeSeconds, names.length === 0 ? 0 : seconds]}
          />
        ) : (
          'Its series are being counted…'
        )}
      </p>
    </>
  );
}

/** Before and after. @param seconds between two values; 0: not known */
function Figures({
  series: [before, after],
  seconds: [scrape, interval],
}: Record<'series' | 'seconds', [number, number]>) {
  return (
    <>
      <strong className="figure font-strong">
        {formatCount(before)} → {formatCount(after)}
      </strong>{' '}
      series
      {interval > 0 && (
        <>
          , {formatNumber(perMinute(before, scrape))} → {formatNumber(perMinute(after, interval))} data points
          a minute
        </>
      )}
      {interval > 0 && before === after && '. Taking these labels away puts nothing together.'}
    </>
  );
}

function Quiet({ children }: { children: React.ReactNode }) {
  return <p className="text-quiet text-sm">{children}</p>;
}
