'use client';

import { Plus } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useController, useFormContext } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { Choice } from '@/components/ui/choice';
import { AWS_MOST_ROLES } from '@/lib/pipeline/sources/aws/accounts';
import type { AwsRole } from '@/lib/schemas/aws/job';
import { LockedList } from '../../locked-list';
import { accountsOf } from './form';
import type { AwsValues } from './job/job-fields';
import { RoleFields } from './role-fields';

/** The accounts that are measured: that of the key, and those where it assumes a role. */
export function AwsAccounts({ locked }: { locked: string | undefined }) {
  const { control, register, formState, getValues, setValue } = useFormContext<{ aws: AwsValues }>();
  const { field } = useController({ control, name: 'aws.roles' });
  const list = useRef<HTMLOListElement>(null);
  const add = useRef<HTMLButtonElement>(null);
  const isAdded = useRef(false);
  const roles = field.value;
  const errors = formState.errors.aws?.roles;
  const wrong = Math.max(
    0,
    roles.findIndex((_, i) => errors?.[i]),
  );

  useEffect(() => {
    if (!isAdded.current) return;
    isAdded.current = false;
    list.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus();
  });

  if (locked !== undefined) {
    const { roles, ownAccount } = accountsOf(getValues('aws'));
    return (
      <LockedList
        legend="Accounts"
        noun="accounts"
        items={[...(ownAccount ? ['That of the key'] : []), ...roles.map(({ arn }) => arn)]}
        reason={locked}
      />
    );
  }

  function append() {
    isAdded.current = true;
    field.onChange([...roles, { arn: '', externalId: '' }]);
  }

  function removeAt(index: number) {
    // Without a role it is measured, whatever was chosen.
    if (roles.length === 1) setValue('aws.ownAccount', true, { shouldDirty: true });
    field.onChange(roles.filter((_, at) => at !== index));
    add.current?.focus();
  }

  /** The next account, instead of sending the form. */
  function onKeyDown(event: KeyboardEvent, { arn }: AwsRole) {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (arn.trim() !== '' && roles.length < AWS_MOST_ROLES) append();
  }

  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1.5 font-strong text-sm">Accounts</legend>
      {roles.length > 0 && (
        <>
          <Choice
            {...register('aws.ownAccount')}
            type="checkbox"
            label="The account of the key itself"
            description="Off: the key only assumes the roles below, and needs no right to read."
          />
          <ol ref={list} className="flex flex-col gap-3">
            {roles.map((role, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
              <li key={index}>
                <RoleFields
                  role={role}
                  number={index + 1}
                  errors={errors?.[index]}
                  inputRef={index === wrong ? field.ref : undefined}
                  onChange={(part) =>
                    field.onChange(roles.map((one, at) => (at === index ? { ...one, ...part } : one)))
                  }
                  onBlur={field.onBlur}
                  onRemove={() => removeAt(index)}
                  onKeyDown={(event) => onKeyDown(event, role)}
                />
              </li>
            ))}
          </ol>
        </>
      )}
      <div className="flex flex-col items-start gap-1.5">
        <Button ref={add} icon={Plus} onClick={append} disabled={roles.length >= AWS_MOST_ROLES}>
          Add an account
        </Button>
        <p className="text-quiet text-sm">
          {roles.length === 0
            ? 'The account of the key is measured. Others are read with the same key, which assumes a role in each.'
            : 'Everything below is read in each of these accounts, and billed to each. A job that names other roles by hand keeps them.'}
        </p>
      </div>
    </fieldset>
  );
}
