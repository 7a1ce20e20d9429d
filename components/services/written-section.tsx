'use client';

import { Loaded } from '@/components/feedback/loaded';
import { Card, Section } from '@/components/ui/card';
import { PartBar } from '@/components/ui/part-bar';
import { Skeleton } from '@/components/ui/skeleton';
import { formatDuration } from '@/lib/duration';
import { formatBytes, formatShare } from '@/lib/format';
import { component } from '@/lib/pipeline/components';
import { writtenQuery } from '@/lib/queries/machine/written';
import { useLoad } from '@/lib/queries/use-load';
import type { Written } from '@/lib/schemas/machine/written';
import { aboutWritten, type Writer, writersOf } from './writers';

/** What wears the disk out: the services by what they write, and the rest. */
export function WrittenSection() {
  const load = useLoad(writtenQuery());
  const title = load.data?.disk?.isCard ? 'What writes to the SD card?' : 'What writes to the disk?';
  return (
    <Section title={title}>
      <Loaded load={load} title="What is written could not be read." waiting={<Skeleton className="h-40" />}>
        {(written) => <Writers written={written} />}
      </Loaded>
    </Section>
  );
}

function Writers({ written }: { written: Written }) {
  const writers = writersOf(written);
  const { disk } = written;
  const known = disk?.bytesPerDay ?? null;
  const most = Math.max(known ?? 0, ...writers.map(({ bytesPerDay }) => bytesPerDay));
  return (
    <div className="flex flex-col gap-3">
      {known !== null && (
        <p>
          <strong className="figure font-strong text-xl">{formatBytes(known)} a day</strong>
          <span className="text-quiet">
            {' '}
            on {disk?.name}, by the last {formatDuration(written.seconds)}
          </span>
        </p>
      )}
      {writers.length > 0 && (
        <Card>
          <ol className="divide-y divide-line">
            {writers.map((writer) => (
              <Row key={writer.name ?? ''} writer={writer} most={most} whole={known} />
            ))}
          </ol>
        </Card>
      )}
      {aboutWritten(written).map((words) => (
        <p key={words} className="max-w-2xl text-quiet text-sm">
          {words}
        </p>
      ))}
    </div>
  );
}

function Row({ writer, most, whole }: { writer: Writer; most: number; whole: number | null }) {
  const { name, bytesPerDay, isElsewhere } = writer;
  const share = whole === null || bytesPerDay > whole ? '' : ` (${formatShare(bytesPerDay, whole)})`;
  return (
    <li className="flex flex-col gap-1.5 px-4 py-3">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="min-w-0">
          <span className="font-strong">{name ?? 'Other programs'}</span>
          <span className="ml-2 text-quiet text-sm">
            {name === null ? 'the system, Docker’s logs' : component(name).role}
          </span>
        </span>
        <span className="figure">
          {formatBytes(bytesPerDay)} a day{isElsewhere ? ', to another disk' : share}
        </span>
      </p>
      <PartBar part={bytesPerDay} whole={most} />
    </li>
  );
}
