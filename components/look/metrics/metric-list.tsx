import { ChevronRight } from 'lucide-react';
import { RelativeTime } from '@/components/feedback/relative-time';
import { PagedList } from '@/components/layout/paged-list';
import { AppLink } from '@/components/ui/app-link';
import { Callout } from '@/components/ui/callout';
import { formatCount, plural } from '@/lib/format';
import type { StoredRead } from '@/lib/schemas/look/stored';
import { type Asked, withAsked } from './asked-address';

interface MetricListProps {
  stored: StoredRead;
  /** What is searched, for the way back. */
  asked: Asked;
  /** What is shown is of the question before. */
  isOld: boolean;
  onPage(page: number): void;
  /** Takes the search away. */
  onClear(): void;
}

/** The metrics by name, with how many series each has. */
export function MetricList({ stored, asked, isOld, onPage, onClear }: MetricListProps) {
  const { all, odd, matching, series, metrics, page, pages, where, readAtMs } = stored;
  if (all + odd === 0) {
    return (
      <Callout tone="unknown" title={`${where ?? 'The store on this Pi'} has nothing of this Pi now.`}>
        <p>The overview says whether data arrives.</p>
      </Callout>
    );
  }
  return (
    <PagedList
      label="Pages of metrics"
      nothing="No metric has that in its name or its help."
      count={
        <>
          {matching === all ? plural(all, 'metric') : `${formatCount(matching)} of ${plural(all, 'metric')}`};{' '}
          {plural(series, 'series', 'series')} in all
        </>
      }
      age={
        <>
          , read from {where ?? 'the store on this Pi'} <RelativeTime atMs={readAtMs} fallback="now" />.
          {odd > 0 && ` ${plural(odd, 'more has a name', 'more have names')} that cannot be asked for here.`}
        </>
      }
      {...{ isOld, onClear, page, pages, onPage }}
    >
      {metrics.map((metric) => (
        <li key={metric.name}>
          <AppLink
            href={withAsked(`/look/metrics/${metric.name}`, asked)}
            className="touch flex items-center justify-between gap-4 px-4 py-2 hover:bg-sunken"
          >
            <span className="flex min-w-0 flex-col gap-0.5">
              <span className="break-all font-mono text-sm">{metric.name}</span>
              {metric.help !== null && (
                <span className="text-quiet text-sm [overflow-wrap:anywhere]">{metric.help}</span>
              )}
            </span>
            <span className="flex shrink-0 items-center gap-2">
              <span className="figure text-quiet text-sm">{plural(metric.series, 'series', 'series')}</span>
              <ChevronRight aria-hidden="true" className="size-4 text-quiet" />
            </span>
          </AppLink>
        </li>
      ))}
    </PagedList>
  );
}
