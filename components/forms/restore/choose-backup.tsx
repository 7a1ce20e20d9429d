'use client';

import { FileLock2 } from 'lucide-react';
import { useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { Field } from '@/components/ui/field';
import { cn } from '@/lib/cn';
import { useBringBackup } from '@/lib/queries/backup/restore';
import type { LockedBackup } from '@/lib/schemas/backup/restore';
import { RESTORE_MAX_BYTES } from '@/lib/schemas/plain';

/** The file of a backup, dropped or chosen. */
export function ChooseBackup({ onBrought }: { onBrought: (locked: LockedBackup) => void }) {
  const [problem, setProblem] = useState<string>();
  const [isOver, setIsOver] = useState(false);
  const bring = useBringBackup();

  function take(files: FileList | null) {
    const file = files?.[0];
    if (!file || bring.isPending) return;
    const isTooLarge = file.size > RESTORE_MAX_BYTES;
    setProblem(isTooLarge ? 'This file is larger than 16 MB, which no backup is.' : undefined);
    bring.reset();
    if (!isTooLarge) bring.mutate(file, { onSuccess: onBrought });
  }

  return (
    <div className="flex flex-col gap-3">
      <Field
        label="Backup"
        error={problem}
        check={bring.isPending ? { state: 'checking', message: 'It is on its way to the Pi.' } : undefined}
      >
        {(control) => (
          <span
            className={cn(
              'relative flex min-h-24 flex-col items-center justify-center gap-1 rounded-lg border-2 border-dashed p-4 text-center text-sm',
              'has-focus-visible:outline-3 has-focus-visible:outline-accent has-focus-visible:outline-offset-2',
              isOver ? 'border-accent bg-accent-soft' : 'border-line-strong bg-sunken',
            )}
          >
            <FileLock2 aria-hidden="true" className="size-6 text-accent" />
            <span>
              <strong className="font-strong text-accent">Choose the .age file</strong>
              <span className="text-quiet"> or drop it here</span>
            </span>
            <input
              {...control}
              type="file"
              accept=".age"
              onDragEnter={() => setIsOver(true)}
              onDragLeave={() => setIsOver(false)}
              onDrop={() => setIsOver(false)}
              onChange={(event) => {
                take(event.target.files);
                event.target.value = '';
              }}
              className="absolute inset-0 cursor-pointer opacity-0"
            />
          </span>
        )}
      </Field>
      {bring.error && <ErrorNotice error={bring.error} title="The file was not taken." />}
    </div>
  );
}
