'use client';

import { useSearchParams } from 'next/navigation';
import { BackLink } from '@/components/layout/back-link';
import { AppLink } from '@/components/ui/app-link';
import { metricQuery } from '@/lib/queries/look';
import { DrawnPage } from '../dashboard-page';
import { askedIn, withAsked } from './asked-address';

/** One metric over time, with its newest values. */
export function MetricPage({ metric }: { metric: string }) {
  const address = useSearchParams();
  const asked = askedIn(address);
  return (
    <DrawnPage
      back={<BackLink href={withAsked('/look/metrics', asked)} name="Metrics" />}
      title={<span className="break-all font-mono text-xl">{metric}</span>}
      query={(span, pis) => metricQuery(metric, span, pis)}
      further={
        <AppLink
          href={expressionOf(metric, address)}
          className="touch inline-flex items-center self-start text-accent text-sm underline underline-offset-4"
        >
          As an expression
        </AppLink>
      }
    />
  );
}

/** Of the same time and the same Pis. */
function expressionOf(metric: string, address: URLSearchParams): string {
  const query = new URLSearchParams({ q: `${metric}{cluster=~"$cluster"}` });
  for (const name of ['span', 'pis']) {
    const value = address.get(name);
    if (value !== null) query.set(name, value);
  }
  return `/look/expression?${query}`;
}
