'use client';

import { Controller, useFormContext } from 'react-hook-form';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { fieldStatus } from '../../field-status';
import { KeptSecret, SecretInput } from '../../secret-input';
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
      <Field
        label="Access key ID"
        error={errors?.accessKeyId?.message ?? errorAt('accessKeyId')}
        help="20 letters and digits; begins with AKIA."
      >
        {(field) => (
          <Input
            {...register('aws.accessKeyId')}
            {...field}
            autoComplete="off"
            autoCapitalize="characters"
            autoCorrect="off"
            spellCheck={false}
            className="font-mono"
          />
        )}
      </Field>
      <Field
        label="Secret access key"
        error={errors?.secretAccessKey?.message ?? errorAt('secretAccessKey')}
        check={status.check}
        help={kept.isSet ? <KeptSecret secret={kept} /> : '40 characters, shown by AWS only once.'}
      >
        {(field) => (
          <SecretInput
            {...register('aws.secretAccessKey')}
            {...field}
            noun="secret access key"
            secret={kept}
          />
        )}
      </Field>
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
