'use client';

import { useEffect, useRef } from 'react';
import { type FieldValues, type Path, set, type UseFormReturn } from 'react-hook-form';
import { forgetDraft, readDraft, rememberDraft } from './drafts';

interface DraftOptions<Values extends FieldValues> {
  draftKey: string | undefined;
  saved: Values;
  secretPaths: readonly Path<Values>[];
}

/** Keeps what is typed into a form as a draft until it is saved or given up. Without a key, it is in the form alone. */
export function useDraft<Values extends FieldValues, Output>(
  form: UseFormReturn<Values, unknown, Output>,
  { draftKey, saved, secretPaths }: DraftOptions<Values>,
) {
  const latest = useRef({ saved, secretPaths });
  const isDone = useRef(false);

  useEffect(() => {
    latest.current = { saved, secretPaths };
  });

  useEffect(() => {
    if (draftKey === undefined) return;
    const draft = leaves(readDraft(draftKey) ?? {});
    if (draft.length > 0) {
      const values = structuredClone(form.getValues());
      for (const [path, value] of draft) set(values, path, value);
      // A value that is set now would not reach the rows of a list: what has begun the form has forgotten them.
      form.reset(values, { keepDefaultValues: true, keepFieldsRef: true });
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

  /** What is typed is saved: what the server sends back may still differ from it, as a secret is never returned. */
  function finish() {
    isDone.current = true;
    if (draftKey !== undefined) forgetDraft(draftKey);
  }

  /** Begins anew from what is saved; without values, from what was loaded last. */
  function startOver(values: Values = latest.current.saved) {
    finish();
    form.reset(values, { keepDirtyValues: false });
    isDone.current = false;
  }

  return { finish, startOver };
}

/** The values of a form by their paths; a list is one value. */
function leaves(values: object, prefix = ''): [path: string, value: unknown][] {
  return Object.entries(values).flatMap(([key, value]) => {
    const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isGroup ? leaves(value, `${prefix}${key}.`) : [[`${prefix}${key}`, value] as [string, unknown]];
  });
}
