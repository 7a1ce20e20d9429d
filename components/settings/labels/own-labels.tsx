'use client';

import { Plus, X } from 'lucide-react';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { focusNext } from '@/components/forms/keep-focus';
import { Button, IconButton } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import type { LabelValues } from './label-forms';

/** Labels of the owner's own making, as rows of name and value. */
export function OwnLabels() {
  const { control, register, formState } = useFormContext<LabelValues>();
  const { fields, append, remove } = useFieldArray({ control, name: 'own' });
  const { errors, touchedFields, isSubmitted } = formState;

  /** A row that has just been added is not wrong yet. */
  function errorAt(index: number, field: 'name' | 'value'): string | undefined {
    const isReached = isSubmitted || touchedFields.own?.[index]?.[field];
    return isReached ? errors.own?.[index]?.[field]?.message : undefined;
  }

  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1.5 font-strong text-sm">Own labels</legend>
      {fields.length === 0 && (
        <p className="text-quiet text-sm">None. Each one you add is sent with every sample.</p>
      )}
      <ul className="flex flex-col gap-3">
        {fields.map((row, index) => {
          return (
            <li key={row.id} className="grid grid-cols-[1fr_1fr_auto] items-start gap-2">
              <TextField
                {...register(`own.${index}.name`)}
                label="Label"
                error={errorAt(index, 'name')}
                className="font-mono"
              />
              <TextField {...register(`own.${index}.value`)} label="Value" error={errorAt(index, 'value')} />
              <IconButton
                label={`Remove the label ${row.name || index + 1}`}
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
      <Button onClick={() => append({ name: '', value: '' })} icon={Plus} className="self-start">
        Add a label
      </Button>
    </fieldset>
  );
}
