'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import type { UseMutationResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { type FieldValues, type Path, useForm, useWatch } from 'react-hook-form';
import type { ZodType } from 'zod';
import { fieldErrorsOf } from '@/components/forms/use-draft-form';
import { ApiError } from '@/lib/client/api-fetch';

interface Change<Output> {
  body: Output;
  revision: string | null;
}

interface SavedFormOptions<Values extends FieldValues, Output> {
  schema: ZodType<Output, Values>;
  /** As the server has it; secrets empty. What was not touched follows it. */
  saved: Values;
  /** Names the state of `saved`; null: nothing is saved yet. */
  revision: string | null;
  mutation: UseMutationResult<unknown, Error, Change<Output>>;
  /** The form's field for a path of the API. */
  toField?: (path: string) => string;
  onSaved?: () => void;
}

const isConflict = (error: unknown) => error instanceof ApiError && error.code === 'revision-conflict';

/** A form that is saved as it is, at once, with the server's messages at its fields. */
export function useSavedForm<Values extends FieldValues, Output>(options: SavedFormOptions<Values, Output>) {
  const { schema, saved, revision, mutation, toField = (path) => path, onSaved } = options;
  const form = useForm<Values, unknown, Output>({
    resolver: zodResolver(schema),
    values: saved,
    resetOptions: { keepDirtyValues: true },
    mode: 'onTouched',
  });
  const { isDirty } = form.formState;
  const latest = useRef(saved);
  /** What the first key was pressed on: a change made elsewhere since then is a conflict. */
  const seen = useRef(revision);
  const isTold = useRef(false);
  useEffect(() => {
    latest.current = saved;
    // Whoever was told of a conflict and saves again means it.
    if (isDirty && !(isTold.current && revision !== seen.current)) return;
    seen.current = revision;
    isTold.current = false;
  });
  const values = useWatch({ control: form.control }) as Values;

  const showErrors = (error: unknown) => {
    for (const [path, message] of fieldErrorsOf(error))
      form.setError(toField(path) as Path<Values>, { type: 'server', message }, { shouldFocus: true });
  };
  const onSubmit = form.handleSubmit((body) => {
    if (mutation.isPending) return;
    mutation.mutate(
      { body, revision: seen.current },
      {
        // What was typed is what is saved now; the answer that follows fills in the rest.
        onSuccess: () => {
          form.reset(latest.current, { keepDirtyValues: false });
          onSaved?.();
        },
        onError: (error) => {
          isTold.current = isConflict(error);
          showErrors(error);
        },
      },
    );
  });
  /** After a conflict: drops what was typed. Null: there is none. */
  const takeTheirs = isConflict(mutation.error)
    ? () => {
        form.reset(latest.current, { keepDirtyValues: false });
        mutation.reset();
      }
    : null;
  return { form, mutation, onSubmit, values, takeTheirs, showErrors };
}
