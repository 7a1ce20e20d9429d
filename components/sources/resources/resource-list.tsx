'use client';

import { RelativeTime } from '@/components/feedback/relative-time';
import { PagedList } from '@/components/layout/paged-list';
import { Callout } from '@/components/ui/callout';
import { formatDuration } from '@/lib/duration';
import { formatCount, plural } from '@/lib/format';
import type { ResourcesRead } from '@/lib/schemas/resources';
import type { SourceId } from '@/lib/schemas/snapshot';
import { ResourceRow } from './resource-row';

interface ResourceListProps {
  source: SourceId;
  found: ResourcesRead;
  /** What is shown is of the question before. */
  isOld: boolean;
  onPage: (page: number) => void;
  /** Takes every filter away. */
  onClear: () => void;
}

export function ResourceList({ source, found, isOld, onPage, onClear }: ResourceListProps) {
  const { rows, page, pages, all } = found;
  if (all === 0) {
    return (
      <Callout tone="unknown" title="Nothing was found.">
        <p>What each part of the source says stands above: it names what is missing and what to do.</p>
      </Callout>
    );
  }
  return (
    <PagedList
      label="Pages of resources"
      nothing="No resource fits."
      count={countOf(found)}
      age={<Age found={found} />}
      {...{ isOld, onClear, page, pages, onPage }}
    >
      {rows.map((row) => (
        <ResourceRow key={row.id} source={source} resource={row} />
      ))}
    </PagedList>
  );
}

function countOf({ matching, all, isCut }: ResourcesRead): string {
  const count =
    matching === all ? plural(all, 'resource') : `${formatCount(matching)} of ${plural(all, 'resource')}`;
  return isCut ? `${count}, and more that are not listed` : count;
}

/** How old what they say is. */
function Age({ found: { readAtMs, roundSeconds } }: { found: ResourcesRead }) {
  return (
    <>
      , read <RelativeTime atMs={readAtMs} fallback="now" />.
      {roundSeconds !== null &&
        ` Values are those of the newest round: the cloud is asked every ${formatDuration(roundSeconds)}.`}
    </>
  );
}
