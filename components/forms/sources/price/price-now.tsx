'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { formatDuration } from '@/lib/duration';
import { inEnglish } from '@/lib/english';
import { plural } from '@/lib/format';
import { sourceWords } from '@/lib/pipeline/components';
import { priceQuery } from '@/lib/queries/price';
import type { Price } from '@/lib/schemas/price';
import type { SourceSample } from '@/lib/schemas/snapshot';
import { dollars, range } from './words';

type Rate = NonNullable<NonNullable<Price['sources']['aws']>['day']>;

/** What a source costs by what it asks for now, beside what its exporter has really counted. */
export function PriceNow({ source: { id, billed, dollarsPerMonth } }: { source: SourceSample }) {
  const { data } = useQuery(priceQuery());
  const known = data?.sources[id];
  if (!known && !billed) return null;
  const cloud = sourceWords(id);
  const sum = (amount: string) => (amount === '$0.00' ? 'free' : `${amount} a month`);
  return (
    <section aria-label={`Price of ${cloud}`} className="flex flex-col gap-2 text-sm">
      <dl className="grid gap-3 sm:grid-cols-3">
        <Figure
          name="By what is asked for now"
          value={dollarsPerMonth ? sum(range(dollarsPerMonth)) : 'Not known yet'}
        >
          {billed
            ? `${plural(billed.resources, 'resource')}, ${reads(billed.round)} each ${formatDuration(billed.everySeconds)}`
            : `What ${cloud} has is not read yet.`}
        </Figure>
        <Figure
          name="Counted in the last 24 hours"
          value={known?.day ? sum(dollars(known.day.dollars)) : 'Known after a day'}
        >
          {known?.day ? counted(known.day) : 'The counter of the exporter is read each minute.'}
        </Figure>
        {known?.before && (
          <Figure name="Counted on a day before" value={sum(dollars(known.before.dollars))}>
            {counted(known.before)}
          </Figure>
        )}
      </dl>
      {dollarsPerMonth && dollarsPerMonth.least !== dollarsPerMonth.most && (
        <p className="max-w-prose text-quiet">
          US dollars for 30 days, from each metric once to each of its statistics: what {cloud} says of how it
          counts differs.
          {billed?.round.listsByAccount && ' Lists are free for each account, or once for all on one bill.'}
        </p>
      )}
    </section>
  );
}

function reads({ least, most }: NonNullable<SourceSample['billed']>['round']): string {
  return least === most ? `${inEnglish(most)} reads` : `${inEnglish(least)} to ${inEnglish(most)} reads`;
}

function counted({ units, lists, resources }: Rate): string {
  const ofLists = lists > 0 ? `, ${plural(Math.round(lists), 'list')}` : '';
  return `${plural(Math.round(units), 'read')}${ofLists}, ${plural(resources, 'resource')}`;
}

function Figure({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1 rounded-lg border border-line bg-surface px-4 py-3">
      <dt className="text-quiet">{name}</dt>
      <dd className="figure font-strong text-base">{value}</dd>
      <dd className="text-quiet">{children}</dd>
    </div>
  );
}
