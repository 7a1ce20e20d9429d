'use client';

import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { PageTitle } from '@/components/layout/page-title';
import { AppLink } from '@/components/ui/app-link';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { useSettings } from '@/lib/queries/settings';
import type { Settings } from '@/lib/schemas/settings';
import { type SettingsPageId, settingsPages } from './sections';
import { SettingsNav } from './settings-nav';

interface SettingsFrameProps {
  page: SettingsPageId;
  /** The form, once the settings are here. */
  children: (settings: Settings) => ReactNode;
}

/** The page around each form: its name, what it is for, the way to the others. */
export function SettingsFrame({ page, children }: SettingsFrameProps) {
  const { settings, error, refetch, isFetching } = useSettings();
  const { title, lead } = settingsPages[page];
  return (
    <div className="lg:grid lg:grid-cols-[14.5rem_minmax(0,42rem)] lg:gap-10">
      <SettingsNav />
      <div className="flex min-w-0 flex-col gap-6">
        <div className="flex flex-col items-start">
          <AppLink
            href="/settings"
            className="touch -mt-2 inline-flex items-center gap-1 text-accent text-sm underline-offset-4 hover:underline lg:hidden"
          >
            <ChevronLeft aria-hidden="true" className="size-4" />
            Settings
          </AppLink>
          <PageTitle title={title} lead={lead} />
        </div>
        {settings ? (
          children(settings)
        ) : error ? (
          <ErrorNotice
            error={error}
            title="The settings could not be read."
            action={
              <Button onClick={() => void refetch()} isPending={isFetching}>
                Try again
              </Button>
            }
          />
        ) : (
          <Skeleton className="h-96" />
        )}
      </div>
    </div>
  );
}
