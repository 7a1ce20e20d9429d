'use client';

import { ChevronRight } from 'lucide-react';
import { AppLink } from '@/components/ui/app-link';
import { Card, Section } from '@/components/ui/card';
import { formatDuration } from '@/lib/duration';
import { plural } from '@/lib/format';
import { isCloud, sourceService } from '@/lib/pipeline/components';
import { useSettings } from '@/lib/queries/settings';
import type { Settings } from '@/lib/schemas/settings/settings';
import type { SourceSample } from '@/lib/schemas/snapshot';

/** Where each thing of a source is set, with what it is now. */
export function SourceSettings({ source: { id, state } }: { source: SourceSample }) {
  const { data: settings } = useSettings();
  const job = sourceService(id);
  const isOn = state !== 'off';
  return (
    <Section title="How it is set up">
      <Card>
        <ul className="divide-y divide-line">
          <Place
            href={`/settings/sources#${id}`}
            name={isCloud(id) ? 'Credentials and services' : 'On or off'}
            now={
              isCloud(id)
                ? 'What is read with which key; the cloud itself can be asked there whether it allows that'
                : isOn
                  ? 'On'
                  : 'Off'
            }
          />
          {isOn && (
            <>
              <Place href={`/settings/intervals#${job}`} name="Interval" now={intervalNow(settings, job)} />
              <Place href={`/settings/filters?job=${job}`} name="Filter" now={filterNow(settings, job)} />
              <Place href={`/sources/targets/${job}`} name="Values" now="What it says right now" />
            </>
          )}
          <Place href={`/services/${job}`} name="Exporter" now={`${job}: its container and its log`} />
        </ul>
      </Card>
    </Section>
  );
}

type Job = ReturnType<typeof sourceService>;

function intervalNow(settings: Settings | undefined, job: Job): string {
  const timing = settings?.scrape[job];
  return timing ? `Every ${formatDuration(timing.intervalSeconds)}` : '';
}

function filterNow(settings: Settings | undefined, job: Job): string {
  const filter = settings?.filters[job];
  if (!filter) return '';
  const mode = filter.mode === 'full' ? 'All metrics are kept' : 'The slim list is kept';
  return filter.rules.length === 0 ? mode : `${mode}, ${plural(filter.rules.length, 'own rule')}`;
}

/** @param now what it is, empty while that is not known */
function Place({ href, name, now }: { href: string; name: string; now: string }) {
  return (
    <li>
      <AppLink
        href={href}
        className="touch flex items-center justify-between gap-4 px-4 py-2.5 hover:bg-sunken"
      >
        <span className="flex min-w-0 flex-col gap-x-4 sm:flex-row sm:items-baseline">
          <span className="font-strong sm:w-60 sm:shrink-0">{name}</span>
          <span className="min-w-0 break-words text-quiet text-sm">{now}</span>
        </span>
        <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-quiet" />
      </AppLink>
    </li>
  );
}
