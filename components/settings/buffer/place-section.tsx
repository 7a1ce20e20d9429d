'use client';

import { useState } from 'react';
import { Loaded } from '@/components/feedback/loaded';
import { Section } from '@/components/ui/card';
import { CopyText } from '@/components/ui/copy-text';
import { Details } from '@/components/ui/details';
import { Skeleton } from '@/components/ui/skeleton';
import { formatBytes } from '@/lib/format';
import { disksQuery } from '@/lib/queries/machine/disks';
import { useLoad } from '@/lib/queries/use-load';
import type { Disks } from '@/lib/schemas/machine/disks';
import { DiskChoices } from './disk-choices';

/** On which disk the buffer lies, and the command that moves it. The panel itself may not: a place is root's to choose. */
export function PlaceSection() {
  const load = useLoad(disksQuery());
  return (
    <Section title="Which disk is it on?" className="mt-10 max-w-2xl">
      <Loaded
        load={load}
        title="Where the buffer lies could not be read."
        waiting={<Skeleton className="h-40" />}
      >
        {(disks) => <Place disks={disks} />}
      </Loaded>
    </Section>
  );
}

function Place({ disks: { folder, freeBytes, disks } }: { disks: Disks }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const fit = disks?.find((disk) => disk.folder === chosen && disk.fault === null);
  return (
    <div className="flex flex-col gap-4">
      {folder === null ? (
        <p>
          The buffer and the samples of the store lie in Docker’s own folder. On an SD card they wear it out;
          a USB disk bears more.
        </p>
      ) : (
        <p>
          The buffer lies in <code className="break-all">{folder}</code>
          {freeBytes !== null && `; ${formatBytes(freeBytes)} are free on that disk`}.
        </p>
      )}
      {disks === null ? (
        <p>Which disks are mounted is known while the source This Pi is on.</p>
      ) : (
        <DiskChoices disks={disks} present={folder} chosen={chosen} onChoose={setChosen} />
      )}
      {(fit || disks === null) && <Command folder={fit?.folder ?? '/mnt/usb'} />}
      {folder !== null && (
        <Details summary="Back to Docker’s own folder">
          <div className="pt-2">
            <CopyText text="sudo compose/move --back" />
          </div>
        </Details>
      )}
    </div>
  );
}

function Command({ folder }: { folder: string }) {
  return (
    <div className="flex flex-col gap-2">
      <p>
        Run this on the Pi, in the folder of Weir. It stops the stack, copies the data and compares them, and
        starts it again. The old data are removed when the new place works. Nothing is measured meanwhile.
      </p>
      <CopyText text={`sudo compose/move ${folder}`} />
      <p className="text-quiet text-sm">This page shows when it is done.</p>
    </div>
  );
}
