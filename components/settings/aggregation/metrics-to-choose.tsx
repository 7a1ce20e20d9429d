'use client';

import { useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { useLiveCheck } from '@/components/forms/use-live-check';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Section } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { plural } from '@/lib/format';
import { jobWords, type ScrapeJob } from '@/lib/pipeline/components';
import { previewAggregation } from '@/lib/queries/filters';
import type { Settings } from '@/lib/schemas/settings/settings';
import { JobPicker } from '../filters/job-picker';
import { type AggregationValues, jobsToAggregate } from './aggregation-forms';

interface MetricsToChooseProps {
  settings: Settings;
  job: ScrapeJob;
  onPick: (job: ScrapeJob) => void;
  onChoose: (metric: string, type: string | null) => void;
}

/** The metrics of a source that have most series at this moment, each a press away from a rule. */
export function MetricsToChoose({ settings, job, onPick, onChoose }: MetricsToChooseProps) {
  const { control } = useFormContext<AggregationValues>();
  const rules = useWatch({ control, name: 'rules' });
  const [mayCost, setMayCost] = useState(false);
  const isOn = settings.scrape[job]?.isOn ?? false;
  const { check, checkNow } = useLiveCheck(isOn ? { job, mayCost } : null, previewAggregation, 0);
  return (
    <Section title="Metrics with most series">
      <div className="flex flex-col gap-4">
        <JobPicker
          jobs={jobsToAggregate(settings)}
          current={job}
          isOn={(name) => settings.scrape[name]?.isOn ?? false}
          isChanged={() => false}
          hasError={() => false}
          onPick={(name) => {
            setMayCost(false);
            onPick(name);
          }}
        />
        {!isOn && <p className="text-quiet text-sm">{jobWords(job)} is switched off.</p>}
        {check.state === 'checking' && <Skeleton className="h-64" />}
        {check.state === 'failed' && (
          <ErrorNotice
            error={check.error}
            title="What this source offers could not be read."
            action={<Button onClick={checkNow}>Try again</Button>}
          />
        )}
        {check.state === 'done' && check.result.state === 'costs' && (
          <Callout
            tone="info"
            title="Reading these series costs one collection."
            action={<Button onClick={() => setMayCost(true)}>Look once</Button>}
          >
            <p>{check.result.terms} The answer serves for ten minutes.</p>
          </Callout>
        )}
        {check.state === 'done' && check.result.state === 'read' && (
          <ul
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
            tabIndex={0}
            aria-label="Metrics"
            className="max-h-96 divide-y divide-line overflow-y-auto rounded-lg border border-line bg-surface empty:hidden"
          >
            {check.result.metrics.map(({ name, type, series }) => (
              <li key={name} className="flex items-center gap-3 py-1 pr-1 pl-3">
                <span className="flex min-w-0 flex-1 flex-col py-1">
                  <span className="break-all font-mono text-xs">{name}</span>
                  <span className="text-quiet text-xs">
                    {plural(series, 'series', 'series')}
                    {type !== null && `, ${type}`}
                  </span>
                </span>
                {rules.some((rule) => rule.job === job && rule.metric === name) ? (
                  <span className="px-2 text-quiet text-xs">has a rule</span>
                ) : (
                  type !== 'summary' && (
                    <Button
                      variant="quiet"
                      onClick={() => onChoose(name, type)}
                      aria-label={`Aggregate ${name}`}
                      className="px-2 text-xs"
                    >
                      Aggregate
                    </Button>
                  )
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}
