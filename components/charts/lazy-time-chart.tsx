'use client';

import { type ComponentProps, useEffect } from 'react';
import { PartMissing } from '@/components/ui/part-missing';
import { Skeleton } from '@/components/ui/skeleton';
import { useLater } from '@/components/ui/use-later';
import type { TimeChart } from './time-chart';

const loadChart = () => import('./time-chart').then((module) => module.TimeChart);

/** The drawing of charts, apart: 25 kB that only pages with large charts need. */
export function LazyTimeChart(props: ComponentProps<typeof TimeChart>) {
  const { component: Chart, want, isMissing } = useLater(loadChart);
  useEffect(want, [want]);
  if (Chart) return <Chart {...props} />;
  return isMissing ? <PartMissing title="The chart could not be loaded." /> : <Skeleton className="h-56" />;
}
