'use client';

import { Loaded } from '@/components/feedback/loaded';
import { GrafanaFiles } from '@/components/forms/grafana-files';
import { Section } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { useGrafana } from '@/lib/queries/grafana/grafana';
import { SettingsShell } from '../settings-shell';
import { ConnectionForm } from './connection-form';
import { PutNotice } from './put-notice';
import { Things } from './things';

/** Weir's dashboards and alert rules, put into Grafana with a token, or by hand. */
export function GrafanaPage() {
  const load = useGrafana();
  return (
    <SettingsShell page="grafana">
      <Loaded
        load={load}
        title="The connection with Grafana could not be read."
        waiting={<Skeleton className="h-96" />}
      >
        {(view) => (
          <div className="flex flex-col gap-10">
            {view.put !== null && <PutNotice put={view.put} />}
            <ConnectionForm view={view} />
            {view.token.isSet ? (
              // What was ticked and done belongs to one Grafana.
              <Things key={view.address} address={view.address} />
            ) : (
              <Section title="Or import the files by hand">
                <GrafanaFiles />
              </Section>
            )}
          </div>
        )}
      </Loaded>
    </SettingsShell>
  );
}
