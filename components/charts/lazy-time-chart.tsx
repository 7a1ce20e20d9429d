'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '@/components/ui/skeleton';

/** The drawing of charts, apart: 25 kB that only pages with large charts need. */
export const LazyTimeChart = dynamic(() => import('./time-chart').then((module) => module.TimeChart), {
  ssr: false,
  loading: () => <Skeleton className="h-56" />,
});
