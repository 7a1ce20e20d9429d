'use client';

import { Controller, useFormContext } from 'react-hook-form';
import { TextField } from '@/components/ui/field';
import { Later } from '@/components/ui/later';
import { awsService } from '@/lib/pipeline/sources/aws/services';
import { fieldStatus } from '../../field-status';
import { LockedList } from '../../locked-list';
import { KeptSecret, SecretField } from '../../secret-field';
import type { SourceFieldsProps } from '../../source-part';
import { AskPanel } from '../ask/ask-panel';
import { accountsOf, askableAws, keptSecret } from './form';
import { AwsHelp } from './help';
import { type AwsValues, wantedJobs } from './job/job-fields';
import { awsPlaceWords } from './place/place-words';
import { RegionPicker } from './place/region-picker';
import { regionLabel } from './place/regions';
import { ServicesField } from './services-field';

const loadAccounts = () => import('./accounts').then(({ AwsAccounts }) => AwsAccounts);

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
      <AwsHelp
        isOpen={saved?.aws.secret.isSet !== true}
        regions={fields.regions}
        accounts={accountsOf(fields)}
        places={[...fields.services.map(awsService), ...wantedJobs(fields.jobs, [])]}
      />
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
      <Later
        load={loadAccounts}
        with={{ locked: locked['sources.aws.roles'] }}
        height="h-32"
        missing="The accounts could not be shown."
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
        <LockedList
          legend="Regions"
          noun="regions"
          items={fields.regions.map(regionLabel)}
          reason={lockedRegions}
        />
      )}
      <ServicesField saved={saved} locked={locked['sources.aws.services']} />
      <AskPanel
        source="aws"
        input={askableAws(saved, fields)}
        waitingFor="Enter the key, and choose regions and services: then AWS can be asked whether it will work."
        about="Finds out from AWS whether this will work, before anything is saved. AWS bills 0.00001 US dollars for each region."
        placeWords={awsPlaceWords}
        accountWords={(account) => `Account ${account}`}
      />
    </>
  );
}
