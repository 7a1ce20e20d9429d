'use client';

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { TaskSteps } from '@/components/feedback/task-steps';
import { Callout } from '@/components/ui/callout';
import { Card } from '@/components/ui/card';
import { Details } from '@/components/ui/details';
import { PlainText } from '@/components/ui/plain-text';
import { Skeleton } from '@/components/ui/skeleton';
import { applyTaskQuery } from '@/lib/queries/tasks';
import type { Task } from '@/lib/schemas/task';

interface ApplyProgressProps {
  taskId: string;
  /** Called once, when it has ended. */
  onEnd?: (task: Task) => void;
  /** Under a success: the way back. */
  action?: ReactNode;
}

/** An apply as it runs, and what came of it: what was verified, or why the previous state is back. */
export function ApplyProgress({ taskId, onEnd, action }: ApplyProgressProps) {
  const { data: task, error } = useQuery(applyTaskQuery(taskId));
  const ended = task && task.state !== 'running' ? task : null;
  const [verified = 'Done.', ...seen] = task?.outcome?.split('\n') ?? [];
  const told = useRef<string | null>(null);

  useEffect(() => {
    if (!ended || told.current === ended.id) return;
    told.current = ended.id;
    onEnd?.(ended);
  }, [ended, onEnd]);

  if (error && !task) return <ErrorNotice error={error} title="The progress is not known." />;
  if (!task) return <Skeleton className="h-48" />;
  return (
    <div aria-live="polite" className="flex flex-col gap-3">
      {task.state === 'running' && (
        <Card className="flex flex-col gap-2 p-4">
          <p className="font-strong">{task.title}</p>
          <TaskSteps task={task} />
        </Card>
      )}
      {task.state === 'succeeded' && (
        <Callout
          tone={task.leftOut ? 'waiting' : 'arriving'}
          title={<PlainText text={verified} />}
          action={action}
        >
          {seen.map((words) => (
            <p key={words} className="wrap-anywhere">
              <PlainText text={words} />
            </p>
          ))}
          <Done task={task} />
        </Callout>
      )}
      {task.state === 'failed' && (
        <Callout
          tone={task.error?.code === 'given-up' ? 'info' : 'losing'}
          title={<PlainText text={task.error?.message ?? 'This was not applied.'} />}
        >
          {task.error?.hint && (
            <p>
              <PlainText text={task.error.hint} />
            </p>
          )}
          <Done task={task} />
        </Callout>
      )}
    </div>
  );
}

function Done({ task }: { task: Task }) {
  return (
    <Details summary={`${task.title}: what was done`}>
      <TaskSteps task={task} />
    </Details>
  );
}
