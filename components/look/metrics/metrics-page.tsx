'use client';

import { useState } from 'react';
import { LoadError, Loaded } from '@/components/feedback/loaded';
import { useLast } from '@/components/feedback/use-last';
import { useSettled } from '@/components/feedback/use-settled';
import { PageTitle } from '@/components/layout/page-title';
import { Input, oneLine } from '@/components/ui/input';
import { Skeleton } from '@/components/ui/skeleton';
import { storedQuery } from '@/lib/queries/look';
import { type Load, useLoad } from '@/lib/queries/use-load';
import type { Stored, StoredQuery } from '@/lib/schemas/look/stored';
import { NotDrawn } from '../not-drawn';
import { MetricList } from './metric-list';

/** Which metrics the destination has of this Pi; each leads to its course. */
export function MetricsPage() {
  const [asked, setAsked] = useState<Partial<StoredQuery>>({});
  const load = useLast(useLoad(storedQuery(useSettled(asked))), ({ state }) => state === 'read');
  const { data } = load;
  return (
    <div className="flex flex-col gap-5">
      <PageTitle title="Metrics" lead="What the destination has now, metric by metric." />
      {data?.state === 'read' && (
        <Input
          type="search"
          aria-label="Search the metrics"
          placeholder="Part of a name"
          maxLength={200}
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
            load={load}
            isOld={load.isPlaceholderData || load.error !== null}
            onPage={(page) => setAsked({ ...asked, page })}
            onClear={() => setAsked({})}
          />
        )}
      </Loaded>
    </div>
  );
}

interface ViewProps {
  stored: Stored;
  load: Load<Stored>;
  isOld: boolean;
  onPage(page: number): void;
  onClear(): void;
}

function View({ stored, load, ...list }: ViewProps) {
  if (stored.state !== 'read') return <NotDrawn view={stored} />;
  return (
    <>
      {load.error !== null && <LoadError load={load} title="Newer metrics could not be read." />}
      <MetricList stored={stored} {...list} />
    </>
  );
}
