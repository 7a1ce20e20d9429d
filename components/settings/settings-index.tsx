'use client';

import { ChevronRight } from 'lucide-react';
import { LoadError } from '@/components/feedback/loaded';
import { PageTitle } from '@/components/layout/page-title';
import { AppLink } from '@/components/ui/app-link';
import { Skeleton } from '@/components/ui/skeleton';
import { useBackup } from '@/lib/queries/backup/backup';
import { useAlertRules } from '@/lib/queries/grafana/alert-rules';
import { useGrafana } from '@/lib/queries/grafana/grafana';
import { useNotify } from '@/lib/queries/notify';
import { useSettings } from '@/lib/queries/settings';
import type { Load } from '@/lib/queries/use-load';
import { settingsLinks } from './sections';

const read = <T,>({ data, error }: Pick<Load<T>, 'data' | 'error'>) =>
  data ?? (error === null ? undefined : null);

/** Every form with what it says now. */
export function SettingsIndex() {
  const load = useSettings();
  const settings = load.data;
  const state = {
    notify: read(useNotify()),
    grafana: read(useGrafana()),
    alertRules: read(useAlertRules()),
    backup: read(useBackup()),
  };
  return (
    <div className="flex flex-col gap-5">
      <PageTitle
        title="Settings"
        lead="Each change is shown before it is made, verified after, and can be undone."
      />
      {load.error !== null && !settings && <LoadError load={load} title="The settings could not be read." />}
      <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface shadow-card">
        {settingsLinks.map(({ href, title, icon: Icon, present }) => (
          <li key={href}>
            <AppLink
              href={href}
              className="flex min-h-16 items-center gap-4 px-4 py-3 transition-colors duration-150 hover:bg-sunken focus-visible:-outline-offset-3"
            >
              <Icon aria-hidden="true" className="size-5 shrink-0 text-accent" />
              <span className="flex min-w-0 flex-1 flex-col sm:flex-row sm:items-baseline sm:gap-4">
                <span className="shrink-0 font-strong sm:w-48">{title}</span>
                <span className="min-w-0 truncate text-quiet text-sm sm:overflow-visible sm:whitespace-normal">
                  {settings ? (
                    present(settings, state) || '–'
                  ) : (
                    <Skeleton className="my-0.75 h-4 w-48 max-w-full" />
                  )}
                </span>
              </span>
              <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-quiet" />
            </AppLink>
          </li>
        ))}
      </ul>
      <p className="text-quiet text-sm">
        Stuck?{' '}
        <AppLink href="/support" className="text-accent underline underline-offset-4">
          Make a support bundle
        </AppLink>{' '}
        with all of this in it, and no secret.
      </p>
    </div>
  );
}
