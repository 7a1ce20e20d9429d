'use client';

import { BackLink } from '@/components/layout/back-link';
import { metricQuery } from '@/lib/queries/look';
import { DrawnPage } from '../dashboard-page';

/** One metric over time, with its newest values. */
export function MetricPage({ metric }: { metric: string }) {
  return (
    <DrawnPage
      back={<BackLink href="/look/metrics" name="Metrics" />}
      title={<span className="break-all font-mono text-xl">{metric}</span>}
      query={(span, pis) => metricQuery(metric, span, pis)}
    />
  );
}
