'use client';

import { Loaded } from '@/components/feedback/loaded';
import { Callout } from '@/components/ui/callout';
import { Card, Section } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { useShownTask } from '@/lib/queries/tasks/shown-task';
import { useUpdates } from '@/lib/queries/updates/updates';
import { SettingsShell } from '../settings-shell';
import { PanelVersion } from './panel-version';
import { RegistryCheck } from './registry-check';
import { ServiceVersion } from './service-version';
import { SoakDays } from './soak-days';
import { UpdateProgress } from './update-progress';
import { dayWords } from './update-words';

/** Which versions run, which are newer, and bringing one in. */
export function UpdatesPage() {
  const load = useUpdates();
  const { taskId, showTask, isRunning } = useShownTask('apply');
  return (
    <SettingsShell page="updates">
      {taskId && <UpdateProgress key={taskId} taskId={taskId} onStarted={showTask} />}
      <Loaded load={load} title="The versions could not be read." waiting={<Skeleton className="h-96" />}>
        {({ listDate, services, revision, soakDays, panel, asksRegistries, registries }) => (
          <div className="flex flex-col gap-8">
            {listDate === null && (
              <Callout tone="unknown" title="The list of versions cannot be read.">
                <p>
                  compose/releases.json is missing or damaged. Bring it back from the repository; until then a
                  version can be typed.
                </p>
              </Callout>
            )}
            <Section
              title="Services"
              aside={
                listDate !== null && <span className="text-quiet text-sm">List of {dayWords(listDate)}</span>
              }
            >
              <Card>
                <ul className="divide-y divide-line">
                  {services.map((service) => (
                    <ServiceVersion
                      key={service.service}
                      served={service}
                      listDate={listDate}
                      revision={revision}
                      isBusy={isRunning}
                      onStarted={showTask}
                    />
                  ))}
                </ul>
              </Card>
              <p className="text-quiet text-sm">
                The list comes with Weir, and nothing outside is asked for it. An update is downloaded first.
                Then it runs on trial: unless data arrives as before, the earlier version comes back by
                itself, with the reason.
              </p>
            </Section>
            <SoakDays soakDays={soakDays} />
            <RegistryCheck asksRegistries={asksRegistries} registries={registries} />
            <PanelVersion version={panel} />
          </div>
        )}
      </Loaded>
    </SettingsShell>
  );
}
