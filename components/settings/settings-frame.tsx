'use client';

import type { ReactNode } from 'react';
import { Loaded } from '@/components/feedback/loaded';
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
  const load = useSettings();
  return (
    <SettingsShell page={page}>
      <Loaded load={load} title="The settings could not be read." waiting={<Skeleton className="h-96" />}>
        {children}
      </Loaded>
    </SettingsShell>
  );
}
