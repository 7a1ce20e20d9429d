'use client';

import { useState } from 'react';
import { Loaded } from '@/components/feedback/loaded';
import { RelativeTime } from '@/components/feedback/relative-time';
import { CopyText } from '@/components/ui/copy-text';
import { Select } from '@/components/ui/input';
import { Skeleton } from '@/components/ui/skeleton';
import { plural, UNKNOWN } from '@/lib/format';
import { formatValue } from '@/lib/format-value';
import { figuresQuery } from '@/lib/queries/resources';
import { useLoad } from '@/lib/queries/use-load';
import type { Figures, FiguresQuery, Resource } from '@/lib/schemas/resources';
import type { SourceId } from '@/lib/schemas/snapshot';
import { ResourceCharts } from './resource-charts';

interface ResourceDetailProps {
  source: SourceId;
  resource: Resource;
}

const SPANS = { '6': '6 hours', '24': 'A day', '168': 'A week' } as const;

/** The series of one resource with their last values, and their course where the store on this Pi has it. */
export function ResourceDetail({ source, resource }: ResourceDetailProps) {
  const [hours, setHours] = useState<FiguresQuery['hours']>('6');
  const load = useLoad(figuresQuery(source, { resource: resource.id, hours }));
  return (
    <div className="flex flex-col gap-3 px-4 pt-1 pb-4">
      <CopyText text={resource.id} className="max-w-full self-start" />
      <Loaded load={load} title="Its series could not be read." waiting={<Skeleton className="h-40" />}>
        {({ figures, more, charts }) => (
          <>
            {figures.length > 0 && <FigureTable name={resource.name} figures={figures} />}
            {more > 0 && <p className="text-quiet text-sm">And {plural(more, 'series', 'series')} more.</p>}
            {typeof charts === 'string' ? (
              <p className="text-quiet text-sm">{charts}</p>
            ) : (
              <>
                <Select
                  aria-label="Span of the charts"
                  value={hours}
                  onChange={(event) => setHours(event.target.value as FiguresQuery['hours'])}
                  className="w-40"
                >
                  {Object.entries(SPANS).map(([value, words]) => (
                    <option key={value} value={value}>
                      {words}
                    </option>
                  ))}
                </Select>
                <ResourceCharts charts={charts} />
              </>
            )}
          </>
        )}
      </Loaded>
    </div>
  );
}

function FigureTable({ name, figures }: { name: string; figures: Figures['figures'] }) {
  // Without the exporter's own times all are of its newest round.
  const isTimed = figures.some(({ atMs }) => atMs !== null);
  return (
    <table className="w-full table-fixed text-left text-sm">
      <caption className="sr-only">Series of {name}</caption>
      <thead className="text-quiet text-xs">
        <tr>
          <th className="py-1 font-normal">Series</th>
          <th className="w-28 py-1 text-right font-normal">Last value</th>
          {isTimed && <th className="w-20 py-1 text-right font-normal">Age</th>}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {figures.map(({ metric, labels, value, atMs }) => (
          <tr key={`${metric} ${labels}`}>
            <th scope="row" className="py-1.5 pr-2 font-normal [overflow-wrap:anywhere]">
              {metric}
              {labels && <span className="block text-quiet text-xs">{labels}</span>}
            </th>
            <td
              title={value === null ? undefined : String(value)}
              className="figure py-1.5 text-right align-top [overflow-wrap:anywhere]"
            >
              {value === null ? 'no data' : formatValue(value)}
            </td>
            {isTimed && (
              <td className="figure py-1.5 text-right align-top text-quiet">
                {atMs === null ? UNKNOWN : <RelativeTime atMs={atMs} />}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
