'use client';

import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { RelativeTime } from '@/components/feedback/relative-time';
import { StatePill } from '@/components/ui/state-pill';
import { formatNumber, plural } from '@/lib/format';
import type { Resource } from '@/lib/schemas/resources';
import type { SourceId } from '@/lib/schemas/snapshot';
import { ResourceDetail } from './resource-detail';
import { resourceLooks } from './resource-look';

interface ResourceRowProps {
  source: SourceId;
  resource: Resource;
}

/** One resource: a line that opens to its series. All its texts are the cloud's. */
export function ResourceRow({ source, resource }: ResourceRowProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { name, title, service, kind, place, account, tags, moreTags, state, note, series, figure } =
    resource;
  return (
    <li>
      <details onToggle={(event) => setIsOpen(event.currentTarget.open)} className="group/row">
        <summary className="touch flex items-start gap-3 px-4 py-2.5 hover:bg-sunken">
          <span className="flex min-w-0 flex-1 flex-col gap-1">
            <span className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
              <span className="min-w-0 [overflow-wrap:anywhere]">
                <span className="font-strong">{title ?? name}</span>
                {title && <span className="ml-2 text-quiet text-sm">{name}</span>}
              </span>
              <span className="flex items-center gap-3">
                <span className="figure text-quiet text-sm">{plural(series, 'series', 'series')}</span>
                <StatePill {...resourceLooks[state]} />
              </span>
            </span>
            <span className="text-quiet text-sm [overflow-wrap:anywhere]">
              {[`${service} ${kind}`.trim(), place, account && `account ${account}`]
                .filter(Boolean)
                .join(', ')}
              {figure && (
                <>
                  {'; '}
                  <span className="text-ink">
                    {figure.metric} <span className="figure font-strong">{formatNumber(figure.value)}</span>
                  </span>
                  {figure.atMs !== null && (
                    <>
                      {' '}
                      <RelativeTime atMs={figure.atMs} />
                    </>
                  )}
                </>
              )}
            </span>
            {note && <span className="max-w-prose text-sm [overflow-wrap:anywhere]">{note}</span>}
            {tags.length > 0 && (
              <span className="flex flex-wrap gap-1">
                {tags.map((tag) => (
                  <span
                    key={tag}
                    className="rounded-md border border-line bg-sunken px-1.5 py-0.5 text-xs [overflow-wrap:anywhere]"
                  >
                    {tag}
                  </span>
                ))}
                {moreTags > 0 && <span className="py-0.5 text-quiet text-xs">and {moreTags} more</span>}
              </span>
            )}
          </span>
          <ChevronDown
            aria-hidden="true"
            className="mt-1 size-4 shrink-0 text-quiet transition-transform duration-150 group-open/row:rotate-180"
          />
        </summary>
        {isOpen && <ResourceDetail source={source} resource={resource} />}
      </details>
    </li>
  );
}
