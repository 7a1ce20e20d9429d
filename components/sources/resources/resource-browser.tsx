'use client';

import { useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { LoadError, Loaded } from '@/components/feedback/loaded';
import { useLast } from '@/components/feedback/use-last';
import { useSettled } from '@/components/feedback/use-settled';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Section } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { sourceWords } from '@/lib/pipeline/components';
import { type ResourcesAsked, resourcesQuery, useLook } from '@/lib/queries/resources';
import { useLoad } from '@/lib/queries/use-load';
import type { SourceId } from '@/lib/schemas/snapshot';
import { ResourceFilters } from './resource-filters';
import { ResourceList } from './resource-list';

/** What a cloud was found to have: found or not, with or without data, searched and turned page by page. */
export function ResourceBrowser({ source }: { source: SourceId }) {
  const [asked, setAsked] = useState<ResourcesAsked>({});
  const settled = useSettled(asked);
  const load = useLast(useLoad(resourcesQuery(source, settled)), ({ state }) => state === 'read');
  const look = useLook(source);

  /** Another filter begins at its first page. */
  const change = (part: ResourcesAsked) => setAsked({ ...asked, page: undefined, ...part });
  return (
    <Section anchor="resources" title={`What ${sourceWords(source)} was found to have`}>
      <Loaded load={load} title="The list could not be read." waiting={<Skeleton className="h-96" />}>
        {(found) =>
          found.state === 'costs' ? (
            <Callout
              tone="info"
              title="Looking costs one collection."
              action={
                <Button onClick={() => look.mutate()} isPending={look.isPending || load.isFetching}>
                  Look now
                </Button>
              }
            >
              <p>{found.terms} What is found is kept for ten minutes.</p>
              {look.error && <ErrorNotice error={look.error} title="The collection failed." />}
            </Callout>
          ) : (
            <div className="flex flex-col gap-3">
              <ResourceFilters found={found} asked={asked} onChange={change} />
              {load.error !== null && <LoadError load={load} title="A newer list could not be read." />}
              <ResourceList
                source={source}
                found={found}
                isOld={load.isPlaceholderData || load.error !== null}
                onPage={(page) => setAsked({ ...asked, page })}
                onClear={() => setAsked({})}
              />
            </div>
          )
        }
      </Loaded>
    </Section>
  );
}
