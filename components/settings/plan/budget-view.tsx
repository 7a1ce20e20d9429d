'use client';

import { Loaded } from '@/components/feedback/loaded';
import { forecastWords } from '@/components/forms/sources/forecast-words';
import { AppLink } from '@/components/ui/app-link';
import { Callout } from '@/components/ui/callout';
import { Section } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { refusesFrom } from '@/lib/budget';
import { destinationName } from '@/lib/destination-name';
import { formatCount, formatRate, plural } from '@/lib/format';
import { sourceWords } from '@/lib/pipeline/components';
import { budgetQuery } from '@/lib/queries/budget';
import { useLoad } from '@/lib/queries/use-load';
import type { Budget } from '@/lib/schemas/budget';
import type { Settings } from '@/lib/schemas/settings/settings';
import { JobList } from './job-list';
import { LimitBar } from './limit-bar';

/** What is collected, who it comes from, and what would come on top. */
export function BudgetView({ destination }: Pick<Settings, 'destination'>) {
  return (
    <Loaded
      load={useLoad(budgetQuery())}
      title="What is used could not be read."
      waiting={<Skeleton className="h-96" />}
    >
      {(data) => (
        <>
          <Used budget={data} destination={destination} />
          <Section title="Who uses how much?">
            {data.jobs.length === 0 ? (
              <p className="text-quiet text-sm">vmagent scrapes nothing right now, or does not answer.</p>
            ) : (
              <JobList jobs={data.jobs} />
            )}
          </Section>
          {data.forecasts.length > 0 && (
            <Section
              title="What would another source add?"
              aside={
                <AppLink
                  href="/settings/sources"
                  className="touch shrink-0 content-center text-accent text-sm underline-offset-4 hover:underline"
                >
                  Sources
                </AppLink>
              }
            >
              <dl className="flex flex-col gap-3">
                {data.forecasts.map((forecast) => (
                  <div key={forecast.source}>
                    <dt className="font-strong text-sm">{sourceWords(forecast.source)}</dt>
                    <dd className="text-quiet text-sm">{forecastWords(forecast)}</dd>
                  </div>
                ))}
              </dl>
            </Section>
          )}
        </>
      )}
    </Loaded>
  );
}

function Used({ budget, destination }: { budget: Budget } & Pick<Settings, 'destination'>) {
  const { series, isAggregated, pointsPerMinute, samplesPerSecond, limits, brake } = budget;
  const refuses = refusesFrom(limits, destination.kind);
  const hasLimits = limits.series !== null || limits.pointsPerMinute !== null;
  return (
    <Section title={hasLimits ? 'How much of the plan is used?' : 'How much is collected?'}>
      <dl className="grid gap-5 rounded-lg border border-line bg-surface p-4 shadow-card sm:grid-cols-2">
        <LimitBar
          label={isAggregated ? 'Active series before aggregation' : 'Active series'}
          value={series}
          limit={limits.series}
          isMost={isAggregated}
          about={`Unique series since vmagent’s current hour began, counted from its start.${isAggregated ? ' Fewer are sent: vmagent aggregates after it has counted.' : ''}${refuses === null ? '' : ` ${destinationName(destination)} refuses new ones from ${formatCount(refuses)} on.`}`}
        />
        <LimitBar
          label="Data points a minute"
          value={pointsPerMinute === null ? null : Math.round(pointsPerMinute)}
          limit={limits.pointsPerMinute}
          about={`The mean of the last quarter of an hour. ${samplesPerSecond === null ? '' : `Right now ${formatRate(samplesPerSecond, 'samples')} reach ${destinationName(destination)}.`}`}
        />
      </dl>
      {brake.droppedSamples ? (
        <Callout
          tone="losing"
          title={`The brake has thrown away ${plural(brake.droppedSamples, 'sample')} since vmagent’s start.`}
        >
          <p>
            More than {formatCount(brake.maxSeries)} series came up within an hour. Collect less
            {refuses === null && ', or set the brake higher below'}.
          </p>
        </Callout>
      ) : (
        brake.maxSeries !== null && (
          <p className="text-quiet text-sm">
            The brake stops vmagent at {formatCount(brake.maxSeries)} series an hour. It has thrown nothing
            away.
          </p>
        )
      )}
    </Section>
  );
}
