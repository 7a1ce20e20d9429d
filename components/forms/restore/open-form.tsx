'use client';

import { type FormEvent, useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { HiddenInput } from '@/components/ui/hidden-input';
import { useOpenBackup } from '@/lib/queries/backup/restore';
import type { LockedBackup, OpenedBackup } from '@/lib/schemas/backup/restore';

interface OpenFormProps {
  locked: LockedBackup;
  onOpened: (opened: OpenedBackup) => void;
  onOther: () => void;
}

/** What opens the backup: its recovery key, or its passphrase. */
export function OpenForm({ locked: { id, opensBy, keyName }, onOpened, onOther }: OpenFormProps) {
  const [secret, setSecret] = useState('');
  const [isAsked, setIsAsked] = useState(false);
  const open = useOpenBackup(id);
  const noun = opensBy === 'key' ? 'recovery key' : 'passphrase';
  const refused = open.error?.fieldErrors.secret;

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setIsAsked(true);
    if (secret !== '' && !open.isPending) open.mutate(secret, { onSuccess: onOpened });
  }

  return (
    <form noValidate onSubmit={onSubmit} className="flex max-w-lg flex-col gap-4">
      <Field
        label={opensBy === 'key' ? 'Recovery key' : 'Passphrase'}
        help={
          keyName === null
            ? `Without the ${noun} nobody opens it.`
            : `The key …${keyName} opens it; its text file is called weir-recovery-key-${keyName}.txt.`
        }
        error={isAsked && secret === '' ? `Enter the ${noun}.` : refused}
      >
        {(control) => (
          <HiddenInput
            {...control}
            noun={noun}
            autoComplete="off"
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
          />
        )}
      </Field>
      {open.error && refused === undefined && (
        <ErrorNotice error={open.error} title="The backup was not opened. Nothing was changed." />
      )}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" variant="primary" isPending={open.isPending}>
          Open it
        </Button>
        <Button onClick={onOther}>Choose another file</Button>
      </div>
    </form>
  );
}
