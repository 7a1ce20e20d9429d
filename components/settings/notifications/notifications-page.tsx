'use client';

import { Loaded } from '@/components/feedback/loaded';
import { Skeleton } from '@/components/ui/skeleton';
import { useNotify } from '@/lib/queries/notify';
import { SettingsShell } from '../settings-shell';
import { Channels } from './channels';
import { DeadManForm } from './dead-man-form';
import { RulesForm } from './rules-form';

/** Who is told of findings, when, and the ping whose absence another service notices. */
export function NotificationsPage() {
  const load = useNotify();
  return (
    <SettingsShell page="notifications">
      <Loaded
        load={load}
        title="The notifications could not be read."
        waiting={<Skeleton className="h-96" />}
      >
        {(view) => (
          <div className="flex flex-col gap-10">
            <Channels channels={view.channels} />
            <RulesForm rules={view.rules} localTime={view.localTime} />
            <DeadManForm deadMan={view.deadMan} />
          </div>
        )}
      </Loaded>
    </SettingsShell>
  );
}
