'use client';

import { FileLock2 } from 'lucide-react';
import { useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { Field } from '@/components/ui/field';
import { useBringBackup } from '@/lib/queries/backup/restore';
import type { LockedBackup } from '@/lib/schemas/backup/restore';
import { RESTORE_MAX_BYTES } from '@/lib/schemas/plain';
import { FileDrop } from '../file/file-drop';

/** The file of a backup, dropped or chosen. */
export function ChooseBackup({ onBrought }: { onBrought: (locked: LockedBackup) => void }) {
  const [problem, setProblem] = useState<string>();
  const bring = useBringBackup();

  function take(file: File) {
    if (bring.isPending) return;
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
          <FileDrop
            {...control}
            accept=".age"
            icon={<FileLock2 aria-hidden="true" className="size-6 text-accent" />}
            onFile={take}
          >
            <span>
              <strong className="font-strong text-accent">Choose the .age file</strong>
              <span className="text-quiet"> or drop it here</span>
            </span>
          </FileDrop>
        )}
      </Field>
      {bring.error && <ErrorNotice error={bring.error} title="The file was not taken." />}
    </div>
  );
}
