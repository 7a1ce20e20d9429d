'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { useAnnounce } from '@/components/forms/announcer';
import { ApiError } from '@/lib/client/api-fetch';
import { launchTaskQuery, wizardQuery } from '@/lib/queries/wizard';
import type { Task } from '@/lib/schemas/task';
import { StepHeading } from '../step/step-heading';
import { stepHref } from '../step/steps';
import { useWizard } from '../step/wizard-context';
import { WizardSkeleton } from '../step/wizard-skeleton';
import { LaunchFailure } from './launch-failure';
import { LaunchGone } from './launch-gone';
import { LaunchRunning } from './launch-running';
import { LaunchSuccess } from './launch-success';

/** The launch, found again after a reload by the task in the address or by what the server says is running. */
export function LaunchStep() {
  const { state } = useWizard();
  const inAddress = useSearchParams().get('task');
  const [watched, setWatched] = useState(state.runningTaskId);
  const taskId = inAddress ?? state.runningTaskId ?? watched;

  useEffect(() => {
    // Once it has ended the server no longer names it; the address does, so that a reload shows how it ended.
    setWatched(taskId);
    if (taskId !== null && inAddress === null)
      window.history.replaceState(null, '', stepHref('launch', taskId));
  }, [taskId, inAddress]);

  return taskId === null ? <LaunchGone wasKnown={false} /> : <Launch key={taskId} taskId={taskId} />;
}

function Launch({ taskId }: { taskId: string }) {
  const announce = useAnnounce();
  const client = useQueryClient();
  const { data: task, error } = useQuery(launchTaskQuery(taskId));
  const hasEnded = task !== undefined && task.state !== 'running';
  const spoken = task ? words(task) : '';

  useEffect(() => {
    if (spoken !== '') announce(spoken);
  }, [spoken, announce]);

  useEffect(() => {
    if (hasEnded) void client.invalidateQueries({ queryKey: wizardQuery().queryKey });
  }, [hasEnded, client]);

  if (error instanceof ApiError && error.code === 'not-found') return <LaunchGone wasKnown />;
  if (!task) return error ? <LaunchUnreachable error={error} /> : <WizardSkeleton />;
  if (task.state === 'succeeded') return <LaunchSuccess task={task} />;
  if (task.state === 'failed') return <LaunchFailure task={task} />;
  return <LaunchRunning task={task} isStale={error !== null} />;
}

function LaunchUnreachable({ error }: { error: unknown }) {
  return (
    <>
      <StepHeading title="Starting…" why="The launch continues, whether or not this page can see it." />
      <ErrorNotice error={error} title="The panel cannot be asked now. This page keeps trying." />
    </>
  );
}

/** What a screen reader says when the launch moves on. */
function words(task: Task): string {
  if (task.state === 'succeeded') return task.outcome ?? 'The launch has succeeded.';
  if (task.state === 'failed') return `The launch has failed. ${task.error?.message ?? ''}`;
  const index = task.steps.findIndex((step) => step.state === 'running');
  const step = task.steps[index];
  return step ? `Step ${index + 1} of ${task.steps.length}: ${step.label}.` : '';
}
