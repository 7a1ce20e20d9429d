import 'server-only';
import type { TaskStep } from '@/lib/schemas/task';
import { AppError } from '../errors';

export function waitingStep({ id, label }: { id: string; label: string }): TaskStep {
  return { id, label, state: 'waiting', detail: null, progress: null, startedAtMs: null, finishedAtMs: null };
}

export function endStep(step: TaskStep, state: 'done' | 'failed'): void {
  step.state = state;
  step.finishedAtMs = Date.now();
}

/** @throws AppError timeout, when it is aborted */
export function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () =>
      reject(new AppError('timeout', 'The action did not end within two hours, so it was given up.')),
    );
  });
}
