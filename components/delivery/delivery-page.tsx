'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useState } from 'react';
import { Loaded } from '@/components/feedback/loaded';
import { PageTitle } from '@/components/layout/page-title';
import { Segmented } from '@/components/ui/segmented';
import { Skeleton } from '@/components/ui/skeleton';
import { useEvents } from '@/lib/queries/events';
import { chartsQuery, type Range } from '@/lib/queries/recording';
import { useLoad } from '@/lib/queries/use-load';
import { chartsOf, knownSeconds } from './chart-list';
import { DeliveryCharts } from './delivery-charts';
import { EventsMeanwhile } from './events-meanwhile';

const OPTIONS: { value: Range; label: string }[] = [
  { value: '1', label: '1 h' },
  { value: '6', label: '6 h' },
  { value: '24', label: '24 h' },
];

/** The last hours in charts: what was delivered, what waited, who answered, and what it took. */
export function DeliveryPage() {
  const pathname = usePathname();
  const asked = useSearchParams().get('range');
  const [chosen, setChosen] = useState(OPTIONS.find(({ value }) => value === asked)?.value);
  const [isYoung, setIsYoung] = useState(false);
  const range = chosen ?? (isYoung ? '1' : '6');
  const load = useLoad(chartsQuery(range));
  const { data, isPlaceholderData } = load;
  const { data: happened, error: eventsError } = useEvents(24);
  const events = happened?.events;
  const charts = useMemo(() => data && chartsOf(data, Number(range)), [data, range]);

  // Six hours of a panel that has just begun to watch would be an empty picture.
  const isFirstHour = data !== undefined && knownSeconds(data) < 3600;
  useEffect(() => {
    if (isFirstHour) setIsYoung(true);
  }, [isFirstHour]);

  function show(next: Range): void {
    setChosen(next);
    window.history.replaceState(null, '', next === '6' ? pathname : `${pathname}?range=${next}`);
  }

  const isEmpty = data?.series.targetsUp.length === 0;
  return (
    <div className="flex flex-col gap-5">
      <PageTitle
        title="Delivery"
        lead="The last hours, kept on this Pi: what arrived, what waited, and what it took."
        aside={
          <Segmented legend="How far back" name="range" options={OPTIONS} value={range} onChange={show} />
        }
      />
      <Loaded
        load={load}
        title="The recording could not be read."
        waiting={
          <div className="grid gap-4 lg:grid-cols-2">
            <Skeleton className="h-80" />
            <Skeleton className="h-80" />
          </div>
        }
      >
        {() =>
          charts &&
          (isEmpty ? (
            <p className="text-quiet">Nothing was measured yet. The first values are here within a minute.</p>
          ) : (
            <div aria-busy={isPlaceholderData} className="flex flex-col gap-8">
              <DeliveryCharts charts={charts} events={events ?? []} />
              <EventsMeanwhile events={events} hasFailed={eventsError !== null} span={charts.health.span} />
            </div>
          ))
        }
      </Loaded>
    </div>
  );
}
