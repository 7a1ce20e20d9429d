'use client';

import { Plus, X } from 'lucide-react';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { Button, IconButton } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
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
              <Field
                label={`Name ${index + 1}`}
                error={formState.errors.hosts?.[index]?.name?.message}
                className="min-w-0 flex-1"
              >
                {(field) => (
                  <Input
                    {...register(path, {
                      onBlur: (event: { target: { value: string } }) =>
                        setValue(path, hostNameIn(event.target.value), { shouldValidate: true }),
                    })}
                    {...field}
                    placeholder="pi.example.ts.net"
                    autoComplete="off"
                    autoCapitalize="none"
                    autoCorrect="off"
                    spellCheck={false}
                  />
                )}
              </Field>
              <IconButton
                label={`Remove the name ${row.name || index + 1}`}
                icon={<X aria-hidden="true" className="size-5" />}
                onClick={() => remove(index)}
                className="mt-7"
              />
            </li>
          );
        })}
      </ul>
      <Button
        onClick={() => append({ name: '' })}
        icon={<Plus aria-hidden="true" className="size-4" />}
        className="self-start"
      >
        Add a name
      </Button>
    </fieldset>
  );
}
