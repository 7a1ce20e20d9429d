'use client';

import type { ReactNode } from 'react';
import { type FieldValues, FormProvider } from 'react-hook-form';
import { isPending } from '@/components/forms/form-state';
import { SaveError } from '@/components/forms/save-error';
import { StepFooter } from './step-footer';
import type { useStepForm } from './use-step-form';

interface StepFormProps<Values extends FieldValues, Output> {
  step: ReturnType<typeof useStepForm<Values, Output>>;
  id?: string;
  onBack?: () => void;
  /** Shown on the button that goes on. */
  label?: string;
  /** A sentence above the buttons. */
  note?: string;
  /** The fields. */
  children: ReactNode;
}

/** The fields of a step, why they could not be saved, and the way on. */
export function StepForm<Values extends FieldValues, Output>(props: StepFormProps<Values, Output>) {
  const { step, id, children, ...footer } = props;
  return (
    <FormProvider {...step.form}>
      <form id={id} noValidate onSubmit={step.onSubmit} className="flex flex-col gap-5">
        {children}
        <SaveError state={step.state} />
        <StepFooter {...footer} isPending={isPending(step.state)} />
      </form>
    </FormProvider>
  );
}
