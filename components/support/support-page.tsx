'use client';

import { ErrorNotice } from '@/components/feedback/error-notice';
import { Loaded } from '@/components/feedback/loaded';
import { PageTitle } from '@/components/layout/page-title';
import { Skeleton } from '@/components/ui/skeleton';
import { useMakeBundle, useSupport } from '@/lib/queries/support';
import { MakeFirst } from './make-first';
import { Making } from './making';
import { ReadyBundle } from './ready-bundle';

/** One archive for somebody who is to help, looked through before it leaves the Pi. */
export function SupportPage() {
  const load = useSupport();
  const make = useMakeBundle();
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PageTitle
        title="Support bundle"
        lead="One archive with everything that somebody needs to help you. Look through it first: nothing leaves this Pi until you send it."
      />
      {make.error && <ErrorNotice error={make.error} title="The bundle could not be made." />}
      <Loaded
        load={load}
        title="It is not known whether there is a bundle."
        waiting={<Skeleton className="h-64" />}
      >
        {(state) =>
          state.making ? (
            <Making making={state.making} />
          ) : state.bundle ? (
            <ReadyBundle
              key={state.bundle.id}
              bundle={state.bundle}
              failure={state.failure}
              isPending={make.isPending}
              onMake={(hide) => make.mutate(hide)}
            />
          ) : (
            <MakeFirst failure={state.failure} isPending={make.isPending} onMake={() => make.mutate([])} />
          )
        }
      </Loaded>
    </div>
  );
}
