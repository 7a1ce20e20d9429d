'use client';

import type { ComponentType, ReactNode } from 'react';
import { Loaded } from '@/components/feedback/loaded';
import { ToAnchor } from '@/components/layout/to-anchor';
import { Skeleton } from '@/components/ui/skeleton';
import { useSettings } from '@/lib/queries/settings';
import type { Settings } from '@/lib/schemas/settings/settings';
import type { SettingsPageId } from './sections';
import { SettingsShell } from './settings-shell';

interface SettingsFrameProps {
  page: SettingsPageId;
  Form: ComponentType<{ settings: Settings }>;
  /** What stands above the form and needs no settings. */
  children?: ReactNode;
}

/** The page around each form of the files' settings. */
export function SettingsFrame({ page, Form, children }: SettingsFrameProps) {
  const load = useSettings();
  return (
    <SettingsShell page={page}>
      {children && <div className="mb-4 flex flex-col gap-10">{children}</div>}
      <Loaded load={load} title="The settings could not be read." waiting={<Skeleton className="h-96" />}>
        {(settings) => (
          <>
            <Form settings={settings} />
            <ToAnchor />
          </>
        )}
      </Loaded>
    </SettingsShell>
  );
}
