'use client';

import { FileKey2 } from 'lucide-react';
import { type RefCallback, useState } from 'react';
import { Field } from '@/components/ui/field';
import { GCP_KEY_MAX_BYTES } from '@/lib/schemas/gcp/gcp';
import { FileDrop } from '../../file/file-drop';
import { type KeyFile, readKeyFile } from './key-file';

interface KeyFileDropProps {
  /** The key that was picked here and is not saved yet. */
  value: string;
  savedEmail: string | null;
  inputRef: RefCallback<HTMLInputElement>;
  error: string | undefined;
  check: { state: 'checking' | 'ok'; message: string } | undefined;
  onPick: (key: Extract<KeyFile, { ok: true }>) => void;
}

/** The key file, dropped or picked. It is read in the browser first, so that a wrong file is told at once. */
export function KeyFileDrop({ value, savedEmail, inputRef, error, check, onPick }: KeyFileDropProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const picked = value === '' ? null : readKeyFile(value);

  async function take(file: File) {
    const key: KeyFile =
      file.size > GCP_KEY_MAX_BYTES
        ? { ok: false, problem: 'This file is too large. A key file is about 2 kB of JSON.' }
        : await file.text().then(readKeyFile, () => ({ ok: false, problem: 'This file could not be read.' }));
    setProblem(key.ok ? null : key.problem);
    if (key.ok) onPick(key);
  }

  const email = picked?.ok ? picked.email : savedEmail;
  return (
    <Field
      label="Key file"
      error={problem ?? error}
      check={check}
      help={savedEmail !== null && value === '' ? 'Set. Choose another file to replace it.' : undefined}
    >
      {(control) => (
        <FileDrop
          {...control}
          ref={inputRef}
          accept=".json,application/json"
          icon={<FileKey2 aria-hidden="true" className="size-6 text-accent" />}
          onFile={(file) => void take(file)}
        >
          {email === null ? (
            <span>
              <strong className="font-strong text-accent">Choose the .json file</strong>
              <span className="text-quiet"> or drop it here</span>
            </span>
          ) : (
            <span className="break-all">
              <span className="text-quiet">Key of </span>
              {email}
            </span>
          )}
        </FileDrop>
      )}
    </Field>
  );
}
