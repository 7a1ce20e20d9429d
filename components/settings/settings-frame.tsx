'use client';

import type { ReactNode } from 'react';
import { LoadError } from '@/components/feedback/load-error';
import { Skeleton } from '@/components/ui/skeleton';
import { useSettings } from '@/lib/queries/settings';
import type { Settings } from '@/lib/schemas/settings/settings';
import type { SettingsPageId } from './sections';
import { SettingsShell } from './settings-shell';

interface SettingsFrameProps {
  page: SettingsPageId;
  /** The form, once the settings are here. */
  children: (settings: Settings) => ReactNode;
}

/** The page around each form of the files' settings. */
export function SettingsFrame({ page, children }: SettingsFrameProps) {
  const { settings, error, refetch, isFetching } = useSettings();
  return (
    <SettingsShell page={page}>
      {settings ? (
        children(settings)
      ) : error ? (
        <LoadError
          error={error}
          title="The settings could not be read."
          refetch={refetch}
          isFetching={isFetching}
        />
      ) : (
        <Skeleton className="h-96" />
      )}
    </SettingsShell>
  );
}
