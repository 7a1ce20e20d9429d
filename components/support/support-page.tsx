'use client';

import { ErrorNotice } from '@/components/feedback/error-notice';
import { LoadError } from '@/components/feedback/load-error';
import { PageTitle } from '@/components/layout/page-title';
import { Skeleton } from '@/components/ui/skeleton';
import { useMakeBundle, useSupport } from '@/lib/queries/support';
import { MakeFirst } from './make-first';
import { Making } from './making';
import { ReadyBundle } from './ready-bundle';

/** One archive for somebody who is to help, looked through before it leaves the Pi. */
export function SupportPage() {
  const { data: state, error, refetch, isFetching } = useSupport();
  const make = useMakeBundle();
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PageTitle
        title="Support bundle"
        lead="One archive with everything that somebody needs to help you. Look through it first: nothing leaves this Pi until you send it."
      />
      {error && !state && (
        <LoadError
          error={error}
          title="It is not known whether there is a bundle."
          refetch={refetch}
          isFetching={isFetching}
        />
      )}
      {make.error && <ErrorNotice error={make.error} title="The bundle could not be made." />}
      {!state && !error && <Skeleton className="h-64" />}
      {state?.making && <Making making={state.making} />}
      {state && !state.making && !state.bundle && (
        <MakeFirst failure={state.failure} isPending={make.isPending} onMake={() => make.mutate([])} />
      )}
      {state && !state.making && state.bundle && (
        <ReadyBundle
          key={state.bundle.id}
          bundle={state.bundle}
          failure={state.failure}
          isPending={make.isPending}
          onMake={(hide) => make.mutate(hide)}
        />
      )}
    </div>
  );
}
