'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import type { UseMutationResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { type FieldValues, type Path, useForm, useWatch } from 'react-hook-form';
import type { ZodType } from 'zod';
import { fieldErrorsOf } from '@/components/forms/use-draft-form';

interface SavedFormOptions<Values extends FieldValues, Output> {
  schema: ZodType<Output, Values>;
  /** As the server has it; secrets empty. What was not touched follows it. */
  saved: Values;
  mutation: UseMutationResult<unknown, Error, Output>;
}

/** A form that is saved as it is, at once, with the server's messages at its fields. */
export function useSavedForm<Values extends FieldValues, Output>(options: SavedFormOptions<Values, Output>) {
  const { schema, saved, mutation } = options;
  const form = useForm<Values, unknown, Output>({
    resolver: zodResolver(schema),
    values: saved,
    resetOptions: { keepDirtyValues: true },
    mode: 'onTouched',
  });
  const latest = useRef(saved);
  useEffect(() => {
    latest.current = saved;
  });
  const values = useWatch({ control: form.control }) as Values;

  const onSubmit = form.handleSubmit((output) => {
    if (mutation.isPending) return;
    mutation.mutate(output, {
      // What was typed is what is saved now; the answer that follows fills in the rest.
      onSuccess: () => form.reset(latest.current, { keepDirtyValues: false }),
      onError: (error) => {
        for (const [path, message] of fieldErrorsOf(error))
          form.setError(path as Path<Values>, { type: 'server', message }, { shouldFocus: true });
      },
    });
  });
  return { form, mutation, onSubmit, values };
}
