'use client';

import { createContext, use } from 'react';
import type { WizardState, WizardStep } from '@/lib/schemas/wizard';

interface WizardContextValue {
  /** As the server has it. */
  state: WizardState;
  /** Shows a step, at once. */
  goTo: (step: WizardStep, taskId?: string) => void;
  /** The same, after saving what can be saved of the open step. */
  leaveTo: (step: WizardStep) => void;
  /** Called when the open step is left other than by its own button. */
  setLeaveHandler: (save: (() => void) | null) => void;
}

export const WizardContext = createContext<WizardContextValue | null>(null);

export function useWizard(): WizardContextValue {
  const value = use(WizardContext);
  if (value === null) throw new Error('useWizard is for components inside the wizard');
  return value;
}
