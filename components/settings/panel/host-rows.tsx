'use client';

import { Plus, X } from 'lucide-react';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { focusNext } from '@/components/forms/keep-focus';
import { Button, IconButton } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { hostNameIn, type PanelValues } from './panel-forms';

/** Names of the owner's own, one a row. */
export function HostRows() {
  const { control, register, setValue, formState } = useFormContext<PanelValues>();
  const { fields, append, remove } = useFieldArray({ control, name: 'hosts' });
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1.5 font-strong text-sm">Further names</legend>
      {fields.length === 0 && (
        <p className="text-quiet text-sm">
          None. Add one when you reach this Pi by a name of your router, your VPN or a reverse proxy.
        </p>
      )}
      <ul className="flex max-w-md flex-col gap-3">
        {fields.map((row, index) => {
          const path = `hosts.${index}.name` as const;
          return (
            <li key={row.id} className="flex items-start gap-2">
              <TextField
                label={`Name ${index + 1}`}
                error={formState.errors.hosts?.[index]?.name?.message}
                fieldClassName="min-w-0 flex-1"
                {...register(path, {
                  onBlur: (event: { target: { value: string } }) =>
                    setValue(path, hostNameIn(event.target.value), { shouldValidate: true }),
                })}
                placeholder="pi.example.ts.net"
              />
              <IconButton
                label={`Remove the name ${row.name || index + 1}`}
                icon={X}
                onClick={(event) => {
                  focusNext(event);
                  remove(index);
                }}
                className="mt-7"
              />
            </li>
          );
        })}
      </ul>
      <Button onClick={() => append({ name: '' })} icon={Plus} className="self-start">
        Add a name
      </Button>
    </fieldset>
  );
}
