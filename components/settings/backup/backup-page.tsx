'use client';

import { Loaded } from '@/components/feedback/loaded';
import { Skeleton } from '@/components/ui/skeleton';
import { useFreshBackup } from '@/lib/queries/backup/backup';
import { SettingsShell } from '../settings-shell';
import { DownloadSection } from './download-section';
import { FolderSection } from './folder-section';
import { RecoveryKeySection } from './recovery-key';
import { RestoreSection } from './restore-section';
import { WhatIsIn } from './what-is-in';

/** Everything that is set, in one locked file. */
export function BackupPage() {
  const load = useFreshBackup();
  return (
    <SettingsShell page="backup">
      <Loaded
        load={load}
        title="It is not known how backups are made."
        waiting={<Skeleton className="h-96" />}
      >
        {(view) => (
          <div className="flex flex-col gap-10">
            <RecoveryKeySection lock={view.key} waitingName={view.waitingName} />
            <FolderSection view={view} onGone={load.refetch} />
            <DownloadSection view={view} onGone={load.refetch} />
            <RestoreSection cluster={view.cluster} />
            <WhatIsIn />
          </div>
        )}
      </Loaded>
    </SettingsShell>
  );
}
