import type { WizardState, WizardStep } from '@/lib/schemas/wizard';

// Not taken from the schemas: the rail is part of the first page, which needs no validator.
const steps = ['destination', 'sources', 'name', 'review', 'launch'] as const satisfies readonly WizardStep[];

/** The screens of the set-up: the claim, then the wizard's steps. */
export const screens = ['welcome', ...steps] as const;
export type Screen = (typeof screens)[number];

export const screenNames: Record<Screen, string> = {
  welcome: 'Welcome',
  destination: 'Destination',
  sources: 'Sources',
  name: 'Name',
  review: 'Review',
  launch: 'Launch',
};

/** The step that an address asks for, or null where it names none. */
export function parseStep(text: string | null): WizardStep | null {
  return steps.find((step) => step === text) ?? null;
}

/**
 * The step to show: the one asked for, unless an earlier one still needs an answer. A launch that runs is
 * where one lands by default, and once a pipeline stands every step is open.
 */
export function reachableStep(asked: WizardStep | null, state: WizardState): WizardStep {
  if (asked === null) {
    if (state.runningTaskId !== null) return 'launch';
    return state.isComplete ? 'review' : state.step;
  }
  const isAnswered = state.step === 'review' || state.step === 'launch';
  if (state.isComplete || state.runningTaskId !== null || isAnswered) return asked;
  return steps.indexOf(asked) <= steps.indexOf(state.step) ? asked : state.step;
}

/** `/setup?step=…`, with the launch's task where there is one, so that a reload finds it again. */
export function stepHref(step: WizardStep, taskId?: string): string {
  return taskId === undefined
    ? `/setup?step=${step}`
    : `/setup?step=${step}&task=${encodeURIComponent(taskId)}`;
}
