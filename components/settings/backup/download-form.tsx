'use client';

import { type FormEvent, useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { HiddenInput } from '@/components/ui/hidden-input';
import { Segmented } from '@/components/ui/segmented';
import { useMakeDownload } from '@/lib/queries/backup/backup';
import type { BackupView } from '@/lib/schemas/backup/backup';
import {
  PASSPHRASE_MAX_LENGTH,
  PASSPHRASE_MIN_LENGTH,
  passphraseFault,
} from '@/lib/schemas/backup/passphrase-length';

type Lock = 'key' | 'passphrase';
const LOCKS: { value: Lock; label: string }[] = [
  { value: 'key', label: 'Recovery key' },
  { value: 'passphrase', label: 'Passphrase' },
];

/** What locks the download, and making it. */
export function DownloadForm({ lock }: { lock: BackupView['key'] }) {
  const [by, setBy] = useState<Lock>(lock === null ? 'passphrase' : 'key');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [isAsked, setIsAsked] = useState(false);
  const make = useMakeDownload();
  const errors = isAsked ? wrongIn(passphrase, again) : {};

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setIsAsked(true);
    const isReady = by === 'key' || Object.keys(wrongIn(passphrase, again)).length === 0;
    if (make.isPending || !isReady) return;
    make.mutate(by === 'key' ? null : passphrase, {
      onSuccess: () => {
        setPassphrase('');
        setAgain('');
        setIsAsked(false);
      },
    });
  }

  return (
    <form noValidate onSubmit={onSubmit} className="flex max-w-lg flex-col gap-4">
      {lock !== null && (
        <Segmented
          legend="It is locked by"
          name="lock"
          options={LOCKS}
          value={by}
          onChange={(next) => setBy(next)}
        />
      )}
      {by === 'passphrase' && (
        <>
          <PassphraseField
            label="Passphrase"
            help={`At least ${PASSPHRASE_MIN_LENGTH} characters; four words in a row are good. It is kept nowhere: without it, nobody opens the file.`}
            value={passphrase}
            setValue={setPassphrase}
            error={errors.passphrase ?? make.error?.fieldErrors.passphrase}
          />
          <PassphraseField label="Once more" value={again} setValue={setAgain} error={errors.again} />
        </>
      )}
      {make.error && !make.error.fieldErrors.passphrase && (
        <ErrorNotice error={make.error} title="No backup was made." />
      )}
      <Button type="submit" isPending={make.isPending} className="self-start">
        Make a backup to download
      </Button>
    </form>
  );
}

interface PassphraseFieldProps {
  label: string;
  help?: string;
  value: string;
  setValue: (value: string) => void;
  error: string | undefined;
}

function PassphraseField({ label, help, value, setValue, error }: PassphraseFieldProps) {
  return (
    <Field label={label} help={help} error={error}>
      {(control) => (
        <HiddenInput
          {...control}
          noun="passphrase"
          autoComplete="new-password"
          maxLength={PASSPHRASE_MAX_LENGTH}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
      )}
    </Field>
  );
}

function wrongIn(passphrase: string, again: string): { passphrase?: string; again?: string } {
  if (passphrase.length < PASSPHRASE_MIN_LENGTH)
    return { passphrase: `Use at least ${PASSPHRASE_MIN_LENGTH} characters.` };
  const fault = passphraseFault(passphrase);
  if (fault !== undefined) return { passphrase: fault };
  return passphrase === again ? {} : { again: 'The two are not the same.' };
}
