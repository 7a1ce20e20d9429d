import { useEffect, useRef } from 'react';
import { AppLink } from '@/components/ui/app-link';
import { Section } from '@/components/ui/card';
import { PartMissing } from '@/components/ui/part-missing';
import { useLater } from '@/components/ui/use-later';
import { ChartGrid, ChartSkeleton } from './chart-grid';

const loadCharts = () => import('./recording-charts').then(({ RecordingCharts }) => RecordingCharts);

/** Kept in the panel's memory: the last hours are there without the internet. Fetched when they come into view. */
export function LastHours() {
  const { component: Charts, want, isMissing } = useLater(loadCharts);
  const place = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) want();
    });
    if (place.current) observer.observe(place.current);
    return () => observer.disconnect();
  }, [want]);

  return (
    <div ref={place}>
      <Section
        title="The last hours"
        aside={
          <AppLink
            href="/look"
            className="touch inline-flex items-center text-accent text-sm underline-offset-4 hover:underline"
          >
            All charts
          </AppLink>
        }
      >
        {Charts && <Charts />}
        {isMissing && <PartMissing title="The charts could not be loaded." />}
        {!Charts && !isMissing && (
          <ChartGrid>
            <ChartSkeleton />
            <ChartSkeleton />
            <ChartSkeleton />
            <ChartSkeleton />
          </ChartGrid>
        )}
      </Section>
    </div>
  );
}
