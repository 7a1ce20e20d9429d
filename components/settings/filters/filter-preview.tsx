'use client';

import { useEffect, useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { useLiveCheck } from '@/components/forms/use-live-check';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { cn } from '@/lib/cn';
import { previewFilter } from '@/lib/queries/filters';
import { filterSchema, type FilterPreview as Preview, type ScrapeJob } from '@/lib/schemas/settings';
import { jobNames } from '../job-names';
import type { FilterValues } from './filter-forms';
import { MetricList } from './metric-list';
import { PreviewFigures } from './preview-figures';

const PAUSE_MS = 400;

interface FilterPreviewProps {
  job: ScrapeJob;
  isOn: boolean;
  intervalSeconds: number | null;
}

/** What the filter does to the series that the source offers at this moment. */
export function FilterPreview({ job, isOn, intervalSeconds }: FilterPreviewProps) {
  const { control } = useFormContext<FilterValues>();
  const parsed = filterSchema.safeParse(useWatch({ control, name: job }));
  const { check, checkNow } = useLiveCheck(
    isOn && parsed.success ? { job, filter: parsed.data } : null,
    previewFilter,
    PAUSE_MS,
  );
  const [last, setLast] = useState<Preview | null>(null);
  const now = check.state === 'done' ? check.result : null;

  useEffect(() => {
    if (now !== null) setLast(now);
  }, [now]);

  const shown = now ?? last;
  return (
    <Section title="What is kept right now">
      {!isOn && (
        <p className="text-quiet text-sm">
          {jobNames[job]} is switched off, so there is nothing to try the filter on.
        </p>
      )}
      {check.state === 'failed' && (
        <ErrorNotice
          error={check.error}
          title="The filter could not be tried on live series."
          action={<Button onClick={checkNow}>Try again</Button>}
        />
      )}
      {isOn && !shown && check.state !== 'failed' && <Skeleton className="h-64" />}
      {shown && check.state !== 'failed' && (
        <div
          aria-busy={now === null}
          className={cn('flex flex-col gap-4 transition-opacity duration-150', now === null && 'opacity-60')}
        >
          <PreviewFigures preview={shown} intervalSeconds={intervalSeconds} />
          <MetricList job={job} metrics={shown.metrics} />
        </div>
      )}
    </Section>
  );
}
