'use client';

import { Connecting } from '@/components/feedback/connecting';
import { Later } from '@/components/ui/later';
import { useSnapshot } from '@/lib/queries/snapshot';
import { Findings } from './findings';
import { Flow } from './flow';
import { LastHours } from './last-hours';
import { OverviewSkeleton } from './overview-skeleton';
import { ServicesSummary } from './services-summary';
import { VerdictHero } from './verdict-hero';

const loadFirstRun = () => import('./first-run').then(({ FirstRun }) => FirstRun);

export function Overview() {
  const stack = useSnapshot((snapshot) => (snapshot.vmagent.state === 'up' ? 'present' : snapshot.stack));
  if (stack === undefined) {
    return (
      <Connecting>
        <OverviewSkeleton />
      </Connecting>
    );
  }
  if (stack === 'absent') {
    return (
      <Later load={loadFirstRun} with={{}} height="h-96" missing="The first step could not be loaded." />
    );
  }
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
