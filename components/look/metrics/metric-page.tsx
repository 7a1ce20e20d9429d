'use client';

import { useSearchParams } from 'next/navigation';
import { BackLink } from '@/components/layout/back-link';
import { metricQuery } from '@/lib/queries/look';
import { DrawnPage } from '../dashboard-page';
import { askedIn, withAsked } from './asked-address';

/** One metric over time, with its newest values. */
export function MetricPage({ metric }: { metric: string }) {
  const asked = askedIn(useSearchParams());
  return (
    <DrawnPage
      back={<BackLink href={withAsked('/look/metrics', asked)} name="Metrics" />}
      title={<span className="break-all font-mono text-xl">{metric}</span>}
      query={(span, pis) => metricQuery(metric, span, pis)}
    />
  );
}
