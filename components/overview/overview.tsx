'use client';

import { Connecting } from '@/components/feedback/connecting';
import { useSnapshot } from '@/lib/queries/snapshot';
import { Findings } from './findings';
import { FirstRun } from './first-run';
import { Flow } from './flow';
import { LastHours } from './last-hours';
import { OverviewSkeleton } from './overview-skeleton';
import { ServicesSummary } from './services-summary';
import { VerdictHero } from './verdict-hero';

export function Overview() {
  const stack = useSnapshot((snapshot) => (snapshot.vmagent.state === 'up' ? 'present' : snapshot.stack));
  if (stack === undefined) {
    return (
      <Connecting>
        <OverviewSkeleton />
      </Connecting>
    );
  }
  if (stack === 'absent') return <FirstRun />;
  return (
    <div className="flex flex-col gap-6 md:gap-8">
      <VerdictHero />
      <Flow />
      <Findings />
      <ServicesSummary />
      <LastHours />
    </div>
  );
}
