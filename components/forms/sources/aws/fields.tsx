'use client';

import { Controller, useFormContext } from 'react-hook-form';
import { TextField } from '@/components/ui/field';
import { fieldStatus } from '../../field-status';
import { KeptSecret, SecretField } from '../../secret-field';
import type { SourceFieldsProps } from '../../source-part';
import { type AwsValues, keptSecret } from './form';
import { AwsHelp } from './help';
import { LockedRegions } from './locked-regions';
import { RegionPicker } from './region-picker';

export function AwsFields({ saved, check, finding, locked }: SourceFieldsProps) {
  const { register, control, formState, watch } = useFormContext<{ aws: AwsValues }>();
  const lockedRegions = locked['sources.aws.regions'];
  const errors = formState.errors.aws;
  const fields = watch('aws');
  const accessKeyId = fields.accessKeyId.trim();
  const kept = keptSecret(saved, accessKeyId);
  // A field that was not reached yet is not wrong yet.
  const isReached = finding?.field == null || Object(fields)[finding.field].length > 0;
  const status = accessKeyId !== '' && isReached ? fieldStatus(check, finding) : {};
  const errorAt = (field: keyof AwsValues) => (finding?.field === field ? status.error : undefined);
  return (
    <>
      <AwsHelp isOpen={saved?.aws.secret.isSet !== true} />
      <TextField
        {...register('aws.accessKeyId')}
        label="Access key ID"
        error={errors?.accessKeyId?.message ?? errorAt('accessKeyId')}
        help="20 letters and digits; begins with AKIA."
        autoCapitalize="characters"
        className="font-mono"
      />
      <SecretField
        {...register('aws.secretAccessKey')}
        label="Secret access key"
        error={errors?.secretAccessKey?.message ?? errorAt('secretAccessKey')}
        check={status.check}
        help={kept.isSet ? <KeptSecret secret={kept} /> : '40 characters, shown by AWS only once.'}
        noun="secret access key"
        secret={kept}
      />
      {lockedRegions === undefined ? (
        <Controller
          control={control}
          name="aws.regions"
          render={({ field, fieldState }) => (
            <RegionPicker
              value={field.value}
              onChange={field.onChange}
              onBlur={field.onBlur}
              inputRef={field.ref}
              error={fieldState.error?.message}
            />
          )}
        />
      ) : (
        <LockedRegions value={fields.regions} reason={lockedRegions} />
      )}
    </>
  );
}
