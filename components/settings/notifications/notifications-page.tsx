'use client';

import { LoadError } from '@/components/feedback/load-error';
import { Skeleton } from '@/components/ui/skeleton';
import { useNotify } from '@/lib/queries/notify';
import { SettingsShell } from '../settings-shell';
import { Channels } from './channels';
import { DeadManForm } from './dead-man-form';
import { RulesForm } from './rules-form';

/** Who is told of findings, when, and the ping whose absence another service notices. */
export function NotificationsPage() {
  const { data: view, error, refetch, isFetching } = useNotify();
  return (
    <SettingsShell page="notifications">
      {view ? (
        <div className="flex flex-col gap-10">
          <Channels channels={view.channels} />
          <RulesForm rules={view.rules} localTime={view.localTime} />
          <DeadManForm deadMan={view.deadMan} />
        </div>
      ) : error ? (
        <LoadError
          error={error}
          title="The notifications could not be read."
          refetch={refetch}
          isFetching={isFetching}
        />
      ) : (
        <Skeleton className="h-96" />
      )}
    </SettingsShell>
  );
}
