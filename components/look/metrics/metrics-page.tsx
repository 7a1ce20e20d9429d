'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { LoadError, Loaded } from '@/components/feedback/loaded';
import { useLast } from '@/components/feedback/use-last';
import { useSettled } from '@/components/feedback/use-settled';
import { PageTitle } from '@/components/layout/page-title';
import { LinkButton } from '@/components/ui/button';
import { Input, oneLine } from '@/components/ui/input';
import { Skeleton } from '@/components/ui/skeleton';
import { storedQuery } from '@/lib/queries/look';
import { type Load, useLoad } from '@/lib/queries/use-load';
import type { Stored } from '@/lib/schemas/look/stored';
import { METRIC_SEARCH_MAX } from '@/lib/schemas/plain';
import { NotDrawn } from '../not-drawn';
import { type Asked, askedIn, withAsked } from './asked-address';
import { MetricList } from './metric-list';

/** Which metrics the destination has of this Pi; each leads to its course. */
export function MetricsPage() {
  const [asked, setAsked] = useAsked();
  const load = useLast(
    useLoad(storedQuery(useSettled(asked))),
    ({ state }) => state === 'read',
    ({ state }) => state === 'silent',
  );
  const { data, gap } = load;
  return (
    <div className="flex flex-col gap-5">
      <PageTitle
        title="Metrics"
        lead="What the destination has now, metric by metric."
        aside={<LinkButton href="/look/expression">Write an expression</LinkButton>}
      />
      {data?.state === 'read' && (
        <Input
          type="search"
          aria-label="Search the metrics"
          placeholder="Part of a name or of its help"
          maxLength={METRIC_SEARCH_MAX}
          autoComplete="off"
          spellCheck={false}
          value={asked.q ?? ''}
          onChange={(event) => setAsked({ q: oneLine(event.target.value) })}
        />
      )}
      <Loaded load={load} title="The metrics could not be read." waiting={<Skeleton className="h-96" />}>
        {(stored) => (
          <View
            stored={stored}
            asked={asked}
            load={load}
            gap={gap}
            isOld={load.isPlaceholderData || load.error !== null || gap !== null}
            onPage={(page) => setAsked({ ...asked, page })}
            onClear={() => setAsked({})}
          />
        )}
      </Loaded>
    </div>
  );
}

/** What is searched stands in the address: it is there again on the way back. */
function useAsked() {
  const pathname = usePathname();
  const address = useSearchParams();
  const [asked, setAsked] = useState<Asked>(() => askedIn(address));
  useEffect(() => window.history.replaceState(null, '', withAsked(pathname, asked)), [pathname, asked]);
  return [asked, setAsked] as const;
}

interface ViewProps {
  stored: Stored;
  asked: Asked;
  /** Why there is nothing newer. */
  gap: Stored | null;
  load: Load<Stored>;
  isOld: boolean;
  onPage(page: number): void;
  onClear(): void;
}

function View({ stored, gap, load, ...list }: ViewProps) {
  if (stored.state !== 'read') return <NotDrawn view={stored} />;
  return (
    <>
      {gap !== null && gap.state !== 'read' && <NotDrawn view={gap} />}
      {load.error !== null && <LoadError load={load} title="Newer metrics could not be read." />}
      <MetricList stored={stored} {...list} />
    </>
  );
}
