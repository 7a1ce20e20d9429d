'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useRef, useState } from 'react';
import { type FieldValues, type Path, type PathValue, useForm } from 'react-hook-form';
import type { ZodType } from 'zod';
import { ApiError } from '@/lib/client/api-fetch';
import type { WizardStep } from '@/lib/schemas/wizard';
import { forgetDraft, readDraft, rememberDraft } from './drafts';
import { useWizard } from './wizard-context';

interface StepFormOptions<Values extends FieldValues, Output> {
  /** Names the draft; one for each form of the wizard. */
  draftKey: string;
  schema: ZodType<Output, Values>;
  /** As the server has it; secrets empty. */
  saved: Values;
  secretPaths: readonly Path<Values>[];
  save: (output: Output) => Promise<unknown>;
  next: WizardStep;
}

/**
 * The form of one step. What is typed survives everything but the closing of the tab: leaving the step saves it
 * when it is valid and keeps it as a draft when it is not, a failed save keeps it, and what another tab saved
 * only replaces what was not touched here.
 */
export function useStepForm<Values extends FieldValues, Output>(options: StepFormOptions<Values, Output>) {
  const { draftKey, schema, saved, secretPaths, save, next } = options;
  const { goTo, setLeaveHandler } = useWizard();
  const [submitError, setSubmitError] = useState<unknown>(null);
  const form = useForm<Values, unknown, Output>({
    resolver: zodResolver(schema),
    values: saved,
    resetOptions: { keepDirtyValues: true },
    mode: 'onTouched',
  });
  const latest = useRef({ saved, secretPaths, schema, save });
  const isDone = useRef(false);

  useEffect(() => {
    latest.current = { saved, secretPaths, schema, save };
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

  useEffect(() => {
    setLeaveHandler(() => {
      const values = form.getValues();
      const parsed = latest.current.schema.safeParse(values);
      if (!parsed.success || JSON.stringify(values) === JSON.stringify(latest.current.saved)) return;
      latest.current.save(parsed.data).then(
        () => forgetDraft(draftKey),
        () => undefined, // the draft stays, and the step shows it again
      );
    });
    return () => setLeaveHandler(null);
  }, [form, draftKey, setLeaveHandler]);

  const onSubmit = form.handleSubmit(async (output) => {
    setSubmitError(null);
    try {
      await save(output);
    } catch (error) {
      const fieldErrors = error instanceof ApiError ? Object.entries(error.fieldErrors) : [];
      for (const [path, message] of fieldErrors) {
        form.setError(path as Path<Values>, { type: 'server', message }, { shouldFocus: true });
      }
      setSubmitError(error);
      return;
    }
    // What the server sends back now may still differ from what was typed: a secret is never returned.
    isDone.current = true;
    forgetDraft(draftKey);
    goTo(next);
  });

  return { form, onSubmit, submitError };
}

/** The values of a form by their paths; a list is one value. */
function leaves(values: object, prefix = ''): [path: string, value: unknown][] {
  return Object.entries(values).flatMap(([key, value]) => {
    const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isGroup ? leaves(value, `${prefix}${key}.`) : [[`${prefix}${key}`, value] as [string, unknown]];
  });
}
