'use client';

import { ErrorNotice } from '@/components/feedback/error-notice';
import { Loaded } from '@/components/feedback/loaded';
import { Button } from '@/components/ui/button';
import { Card, Section } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { sessionsQuery, useEndSession } from '@/lib/queries/account';
import { useLoad } from '@/lib/queries/use-load';
import { DeviceRow } from './device-row';

/** Every browser that can change this pipeline, and a way to throw it out. */
export function Devices() {
  const load = useLoad(sessionsQuery());
  const end = useEndSession();
  const others = load.data?.sessions.filter(({ isThisOne }) => !isThisOne).length ?? 0;
  return (
    <Section
      title="Signed-in devices"
      aside={
        others > 1 && (
          <Button
            variant="quiet"
            isPending={end.isPending && end.variables === null}
            onClick={() => end.mutate(null)}
          >
            Sign out all others
          </Button>
        )
      }
    >
      {end.error && <ErrorNotice error={end.error} title="This device may still be signed in." />}
      <Loaded load={load} title="The list could not be read." waiting={<Skeleton className="h-18" />}>
        {(data) => (
          <Card>
            <ul className="divide-y divide-line">
              {data.sessions.map((device) => (
                <DeviceRow
                  key={device.id}
                  device={device}
                  isPending={end.isPending && end.variables === device.id}
                  onSignOut={() => end.mutate(device.id)}
                />
              ))}
            </ul>
          </Card>
        )}
      </Loaded>
      <p className="text-quiet text-sm">
        A device stays signed in for 30 days. Something here that you do not know? Sign it out and change the
        password.
      </p>
    </Section>
  );
}
