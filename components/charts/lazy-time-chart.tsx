'use client';

import { Later } from '@/components/ui/later';
import type { TimeChartProps } from './time-chart';

/** Also for a page that knows before its data are here that it will draw. */
export const loadChart = () => import('./time-chart').then(({ TimeChart }) => TimeChart);

/** The drawing of charts, apart: 25 kB that only pages with large charts need. */
export function LazyTimeChart(props: TimeChartProps) {
  return <Later load={loadChart} with={props} height="h-56" missing="The chart could not be loaded." />;
}
