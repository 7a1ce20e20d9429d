'use client';

import { Controller, useFormContext } from 'react-hook-form';
import { fieldStatus } from '../../field-status';
import type { SourceFieldsProps } from '../../source-part';
import { AskPanel } from '../ask/ask-panel';
import { askableGcp, emailOf } from './askable';
import type { GcpValues } from './form';
import { GcpHelp } from './help';
import { KeyFileDrop } from './key-file-drop';
import { GcpMetrics } from './metrics';
import { GcpOptions } from './options';
import { GcpProjects } from './projects';

export function GcpFields({ saved, check, finding, locked }: SourceFieldsProps) {
  const { control, formState, setValue, getValues, watch } = useFormContext<{ gcp: GcpValues }>();
  const savedEmail = saved?.gcp.keyEmail ?? null;
  const errors = formState.errors.gcp;
  const fields = watch('gcp');
  const isAsked = fields.keyJson !== '' || fields.projectId.trim() !== '';
  const status = isAsked ? fieldStatus(check, finding) : {};
  return (
    <>
      <GcpHelp
        isOpen={savedEmail === null}
        projects={[fields.projectId, ...fields.moreProjects]
          .map((id) => id.trim())
          .filter((id, i) => i === 0 || id !== '')}
        email={emailOf(fields, savedEmail)}
      />
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
      <GcpProjects locked={locked} />
      <GcpMetrics saved={saved} locked={locked} />
      <GcpOptions locked={locked} />
      <AskPanel
        source="gcp"
        input={askableGcp(saved, fields)}
        waitingFor="Choose the key file, and enter the project: then Google Cloud can be asked whether it will work."
        about="Finds out from Google Cloud whether this will work, before anything is saved. One series is read for each metric, of the million a month that are free."
        placeWords={(project) => `Project ${project}`}
        accountWords={(project) => `Key of the project ${project}`}
      />
    </>
  );
}
