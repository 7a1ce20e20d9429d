'use client';

import { StepList } from '@/components/ui/step-list';
import { formatDuration } from '@/lib/duration';
import { formatBytes, formatSeconds } from '@/lib/format';
import { useNowMs } from '@/lib/queries/now';
import type { Task, TaskStep } from '@/lib/schemas/task';

const EXACT_BELOW_SECONDS = 10;

/** The steps of a task as it runs, with times that count. */
export function TaskSteps({ task }: { task: Task }) {
  const nowMs = useNowMs();
  return (
    <StepList
      steps={task.steps.map((step) => ({
        id: step.id,
        label: step.label,
        state: step.state,
        detail: step.detail,
        time: stepTime(step, nowMs),
        progress: stepProgress(step),
      }))}
    />
  );
}

function stepTime(step: TaskStep, nowMs: number): string | null {
  if (step.startedAtMs === null || step.state === 'skipped') return null;
  const endMs = step.finishedAtMs ?? nowMs;
  if (endMs === 0) return null;
  const seconds = (endMs - step.startedAtMs) / 1000;
  // While it counts, whole seconds are calmer; afterwards, how fast it was is worth telling.
  const isExact = step.finishedAtMs !== null && seconds < EXACT_BELOW_SECONDS;
  return isExact ? formatSeconds(seconds) : formatDuration(seconds);
}

function stepProgress({ progress }: TaskStep) {
  if (!progress || progress.total <= 0) return null;
  const { current, total, unit } = progress;
  return { current, total, text: progressText(current, total, unit) };
}

function progressText(
  current: number,
  total: number,
  unit: NonNullable<TaskStep['progress']>['unit'],
): string {
  if (unit === 'seconds') return `${formatDuration(total - current)} left`;
  return unit === 'bytes' ? `${formatBytes(current)} of ${formatBytes(total)}` : `${current} of ${total}`;
}
