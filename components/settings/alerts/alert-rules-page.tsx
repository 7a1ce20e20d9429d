'use client';

import { Loaded } from '@/components/feedback/loaded';
import { Skeleton } from '@/components/ui/skeleton';
import { useAlertRules } from '@/lib/queries/grafana/alert-rules';
import { SettingsShell } from '../settings-shell';
import { AlertRulesForm } from './alert-rules-form';

/** Where the rules fire, and which of them are off. */
export function AlertRulesPage() {
  const load = useAlertRules();
  return (
    <SettingsShell page="alerts">
      <Loaded load={load} title="The alert rules could not be read." waiting={<Skeleton className="h-96" />}>
        {(view) => <AlertRulesForm view={view} />}
      </Loaded>
    </SettingsShell>
  );
}
