'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useCallback, useEffect, useRef } from 'react';
import { type FieldValues, type Path, type PathValue, useForm } from 'react-hook-form';
import type { ZodType } from 'zod';
import { ApiError } from '@/lib/client/api-fetch';
import { forgetDraft, readDraft, rememberDraft } from './drafts';

interface DraftFormOptions<Values extends FieldValues, Output> {
  /** Names the draft; one for each form. */
  draftKey: string;
  schema: ZodType<Output, Values>;
  /** As the server has it; secrets empty. */
  saved: Values;
  secretPaths: readonly Path<Values>[];
}

/**
 * A form whose input survives everything but the closing of the tab: what is typed is a draft until it was saved,
 * and what another tab saved only replaces what was not touched here.
 */
export function useDraftForm<Values extends FieldValues, Output>(options: DraftFormOptions<Values, Output>) {
  const { draftKey, schema, saved, secretPaths } = options;
  const form = useForm<Values, unknown, Output>({
    resolver: zodResolver(schema),
    values: saved,
    resetOptions: { keepDirtyValues: true },
    mode: 'onTouched',
  });
  const latest = useRef({ saved, secretPaths });
  const isDone = useRef(false);

  useEffect(() => {
    latest.current = { saved, secretPaths };
  });

  useEffect(() => {
    for (const [path, value] of leaves(readDraft(draftKey) ?? {})) {
      form.setValue(path as Path<Values>, value as PathValue<Values, Path<Values>>, { shouldDirty: true });
    }
    return form.subscribe({
      formState: { values: true },
      callback: ({ values }) => {
        if (isDone.current) return;
        const isSame = JSON.stringify(values) === JSON.stringify(latest.current.saved);
        if (isSame) forgetDraft(draftKey);
        else rememberDraft(draftKey, values, latest.current.secretPaths);
      },
    });
  }, [form, draftKey]);

  /** The draft is saved: what the server sends back may still differ from it, as a secret is never returned. */
  const finish = useCallback(() => {
    isDone.current = true;
    forgetDraft(draftKey);
  }, [draftKey]);

  /** Begins anew from what is saved; without values, from what was loaded last. */
  const startOver = useCallback(
    (values: Values) => {
      isDone.current = true;
      forgetDraft(draftKey);
      form.reset(values, { keepDirtyValues: false });
      isDone.current = false;
    },
    [form, draftKey],
  );

  return { form, finish, startOver };
}

/** Puts the server's messages at their fields. @returns whether there was any */
export function fieldErrorsOf(error: unknown): [path: string, message: string][] {
  return error instanceof ApiError ? Object.entries(error.fieldErrors) : [];
}

/** The values of a form by their paths; a list is one value. */
function leaves(values: object, prefix = ''): [path: string, value: unknown][] {
  return Object.entries(values).flatMap(([key, value]) => {
    const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isGroup ? leaves(value, `${prefix}${key}.`) : [[`${prefix}${key}`, value] as [string, unknown]];
  });
}
