'use client';

import { useEffect } from 'react';
import type { FieldValues } from 'react-hook-form';
import { type SavedFormOptions, useSavedForm } from '@/components/forms/use-saved-form';
import type { WizardStep } from '@/lib/schemas/wizard';
import { useWizard } from './wizard-context';

interface StepFormOptions<Values extends FieldValues, Output>
  extends SavedFormOptions<Values, Output, unknown, never> {
  draftKey: string;
  next: WizardStep;
}

/** The form of one step. Leaving the step saves it when it is valid, and keeps it as a draft when it is not. */
export function useStepForm<Values extends FieldValues, Output>(options: StepFormOptions<Values, Output>) {
  const { next, ...rest } = options;
  const { goTo, setLeaveHandler } = useWizard();
  const step = useSavedForm<Values, Output>({
    ...rest,
    onSaved: (_, { finish }) => {
      finish();
      goTo(next);
    },
  });

  useEffect(() => {
    setLeaveHandler(step.saveQuietly);
    return () => setLeaveHandler(null);
  });

  return step;
}
