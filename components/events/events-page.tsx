'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { Loaded } from '@/components/feedback/loaded';
import { PageTitle } from '@/components/layout/page-title';
import { Section } from '@/components/ui/card';
import { Segmented } from '@/components/ui/segmented';
import { Skeleton } from '@/components/ui/skeleton';
import { useEvents } from '@/lib/queries/events';
import { useNowMs } from '@/lib/queries/now';
import { KEPT_DAYS, type TimelineEvent } from '@/lib/schemas/event';
import { EventRow } from './event-row';
import { byDay } from './event-words';

const SHOWN = {
  all: { label: 'All', nothing: 'Nothing has happened yet.' },
  losing: { label: 'Losing', nothing: 'No data was lost.' },
  waiting: { label: 'Waiting', nothing: 'Nothing had to wait.' },
  warning: { label: 'Warnings', nothing: 'There was no warning.' },
  info: { label: 'Notes', nothing: 'There is no note.' },
} as const;
type Shown = keyof typeof SHOWN;
const choices = Object.keys(SHOWN) as Shown[];

const isShown = (shown: Shown, event: TimelineEvent) => shown === 'all' || event.severity === shown;

/** What happened while nobody watched: from when to when, what waited, what was lost. */
export function EventsPage() {
  const load = useEvents();
  const pathname = usePathname();
  const asked = useSearchParams().get('show');
  const [shown, setShown] = useState<Shown>(choices.find((choice) => choice === asked) ?? 'all');

  function show(next: Shown): void {
    setShown(next);
    window.history.replaceState(null, '', next === 'all' ? pathname : `${pathname}?show=${next}`);
  }

  return (
    <div className="flex max-w-4xl flex-col gap-5">
      <PageTitle
        title="Events"
        lead="What happened to your data, and what was done, also while nobody watched."
      />
      <Loaded load={load} title="The events could not be read." waiting={<Skeleton className="h-96" />}>
        {({ events }) => (
          <>
            <Segmented
              legend="Which events"
              name="severity"
              value={shown}
              onChange={show}
              options={choices.map((value) => ({
                value,
                label: SHOWN[value].label,
                count: events.filter((event) => isShown(value, event)).length,
              }))}
            />
            <Days events={events.filter((event) => isShown(shown, event))} nothing={SHOWN[shown].nothing} />
            <p className="text-quiet text-sm">
              Kept for {KEPT_DAYS} days. While the panel does not run nobody watches; that time is an entry
              itself.
            </p>
          </>
        )}
      </Loaded>
    </div>
  );
}

function Days({ events, nothing }: { events: TimelineEvent[]; nothing: string }) {
  // A day has 24 hours: what it is called does not have to be worked out every second.
  const today = new Date(useNowMs()).setHours(0, 0, 0, 0);
  if (events.length === 0) return <p className="text-quiet">{nothing}</p>;
  return byDay(events, today).map(({ key, title, events: ofDay }) => (
    <Section key={key} title={title}>
      <ol className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface shadow-card">
        {ofDay.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </ol>
    </Section>
  ));
}
