'use client';

import { useEffect, useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { useLiveCheck } from '@/components/forms/use-live-check';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Section } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { ApiError } from '@/lib/client/api-fetch';
import { jobWords } from '@/lib/pipeline/components';
import { ownBill } from '@/lib/pipeline/records';
import { previewFilter } from '@/lib/queries/filters';
import { filterSchema } from '@/lib/schemas/settings/sections';
import type { FilterPreview as Preview, ScrapeJob } from '@/lib/schemas/settings/settings';
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
  // A yes to the cost is good for one look; the panel keeps what it brought for a while.
  const [mayCost, setMayCost] = useState(false);
  const { check, checkNow } = useLiveCheck(
    isOn && parsed.success ? { job, filter: parsed.data, mayCost } : null,
    previewFilter,
    PAUSE_MS,
  );
  const [last, setLast] = useState<Preview | null>(null);
  const now = check.state === 'done' ? check.result : null;

  useEffect(() => {
    if (now === null) return;
    setLast(now);
    setMayCost(false);
  }, [now]);

  const shown = now ?? last;
  const error = check.state === 'failed' ? check.error : null;
  const fields = error instanceof ApiError ? Object.keys(error.fieldErrors) : [];
  const isCost = fields.includes('mayCost');
  // Said at the rule's own field.
  const isPattern = fields.some((field) => field.startsWith('filter.rules.'));
  const failure = isPattern ? null : error;
  return (
    <Section title="What is kept right now">
      {!isOn && (
        <p className="text-quiet text-sm">
          {jobWords(job)} is switched off, so there is nothing to try the filter on.
        </p>
      )}
      {isCost && (
        <Callout
          tone="info"
          title="Reading these series costs one collection."
          action={<Button onClick={() => setMayCost(true)}>Look once</Button>}
        >
          <p>{ownBill(job)?.terms} The answer serves for ten minutes of trying out.</p>
        </Callout>
      )}
      {failure !== null && !isCost && (
        <ErrorNotice
          error={failure}
          title="The filter could not be tried on live series."
          action={<Button onClick={checkNow}>Try again</Button>}
        />
      )}
      {isOn && !shown && error === null && <Skeleton className="h-64" />}
      {isOn && (isPattern || !parsed.success) && (
        <p className="mb-4 text-quiet text-sm">
          One of the rules above is incomplete.{shown && ' The figures are from before.'}
        </p>
      )}
      {shown && failure === null && (
        <div aria-busy={check.state === 'checking'} className="flex flex-col gap-4">
          <PreviewFigures preview={shown} intervalSeconds={intervalSeconds} />
          <MetricList job={job} metrics={shown.metrics} />
        </div>
      )}
    </Section>
  );
}
