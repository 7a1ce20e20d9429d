'use client';

import { useEffect, useRef, useState } from 'react';
import type { FieldValues, Path } from 'react-hook-form';
import type { ZodType } from 'zod';
import { fieldErrorsOf, useDraftForm } from '@/components/forms/use-draft-form';
import type { WizardStep } from '@/lib/schemas/wizard';
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
 * when it is valid and keeps it as a draft when it is not, and a failed save keeps it.
 */
export function useStepForm<Values extends FieldValues, Output>(options: StepFormOptions<Values, Output>) {
  const { schema, saved, save, next } = options;
  const { goTo, setLeaveHandler } = useWizard();
  const [submitError, setSubmitError] = useState<unknown>(null);
  const { form, finish } = useDraftForm(options);
  const latest = useRef({ saved, schema, save });

  useEffect(() => {
    latest.current = { saved, schema, save };
  });

  useEffect(() => {
    setLeaveHandler(() => {
      const values = form.getValues();
      const parsed = latest.current.schema.safeParse(values);
      if (!parsed.success || JSON.stringify(values) === JSON.stringify(latest.current.saved)) return;
      // When it fails, the draft stays, and the step shows it again.
      latest.current.save(parsed.data).then(finish, () => undefined);
    });
    return () => setLeaveHandler(null);
  }, [form, finish, setLeaveHandler]);

  const onSubmit = form.handleSubmit(async (output) => {
    setSubmitError(null);
    try {
      await save(output);
    } catch (error) {
      for (const [path, message] of fieldErrorsOf(error)) {
        form.setError(path as Path<Values>, { type: 'server', message }, { shouldFocus: true });
      }
      setSubmitError(error);
      return;
    }
    finish();
    goTo(next);
  });

  return { form, onSubmit, submitError };
}
