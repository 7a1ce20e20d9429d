'use client';

import type { ReactNode } from 'react';
import { BackLink } from '@/components/layout/back-link';
import { PageTitle } from '@/components/layout/page-title';
import { type SettingsPageId, settingsPages } from './sections';
import { SettingsNav } from './settings-nav';

/** What every page of the settings has: its name, what it is for, the way to the others. */
export function SettingsShell({ page, children }: { page: SettingsPageId; children: ReactNode }) {
  const { title, lead } = settingsPages[page];
  return (
    <div className="lg:grid lg:grid-cols-[14.5rem_minmax(0,42rem)] lg:gap-10">
      <SettingsNav />
      <div className="flex min-w-0 flex-col gap-6">
        <div className="flex flex-col items-start">
          <BackLink href="/settings" name="Settings" className="lg:hidden" />
          <PageTitle title={title} lead={lead} />
        </div>
        {children}
      </div>
    </div>
  );
}
