'use client';

import { Controller, useFormContext } from 'react-hook-form';
import { TextField } from '@/components/ui/field';
import { fieldStatus } from '../../field-status';
import type { SourceFieldsProps } from '../../source-part';
import { MenuPath, WhereToFind } from '../../where-to-find';
import type { GcpValues } from './form';
import { KeyFileDrop } from './key-file-drop';

export function GcpFields({ saved, check, finding }: SourceFieldsProps) {
  const { register, control, formState, setValue, getValues, watch } = useFormContext<{ gcp: GcpValues }>();
  const savedEmail = saved?.gcp.keyEmail ?? null;
  const errors = formState.errors.gcp;
  const isAsked = watch('gcp.keyJson') !== '' || watch('gcp.projectId').trim() !== '';
  const status = isAsked ? fieldStatus(check, finding) : {};
  return (
    <>
      <GcpHelp isOpen={savedEmail === null} />
      <Controller
        control={control}
        name="gcp.keyJson"
        render={({ field }) => (
          <KeyFileDrop
            value={field.value}
            savedEmail={savedEmail}
            inputRef={field.ref}
            error={errors?.keyJson?.message ?? status.error}
            check={status.check}
            onPick={(key) => {
              field.onChange(key.json);
              const typed = getValues('gcp.projectId');
              const fromOldKey = typed === '' || !formState.dirtyFields.gcp?.projectId;
              if (fromOldKey) {
                setValue('gcp.projectId', key.projectId, { shouldValidate: true });
              }
            }}
          />
        )}
      />
      <TextField
        {...register('gcp.projectId')}
        label="Project ID"
        error={errors?.projectId?.message}
        help={
          <>
            Filled in from the key. It stands at the top of the Google Cloud console, in the project menu, in
            the column ID: not the project’s name.
          </>
        }
        placeholder="my-project-123"
      />
    </>
  );
}

function GcpHelp({ isOpen }: { isOpen: boolean }) {
  return (
    <WhereToFind summary="Where do I get a key that can only read?" isOpen={isOpen}>
      <li>
        In the Google Cloud console open{' '}
        <MenuPath steps={['IAM & Admin', 'Service Accounts', 'Create service account']} />.
      </li>
      <li>
        As its role choose <strong className="font-strong text-ink">Monitoring Viewer</strong> (
        <code className="font-mono text-xs">roles/monitoring.viewer</code>) and no other: it may read numbers
        and change nothing.
      </li>
      <li>
        Open the account: <MenuPath steps={['Keys', 'Add key', 'Create new key', 'JSON']} />. The browser
        downloads the key file.
      </li>
      <li>
        If it was never used, switch on{' '}
        <MenuPath steps={['APIs & Services', 'Library', 'Cloud Monitoring API']} />.
      </li>
    </WhereToFind>
  );
}
