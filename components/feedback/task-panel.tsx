'use client';

import { useQuery } from '@tanstack/react-query';
import { Callout } from '@/components/ui/callout';
import { Card } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { taskQuery } from '@/lib/queries/tasks';
import { ErrorNotice } from './error-notice';
import { TaskSteps } from './task-steps';

/** A task as it runs, and what came of it: what was verified, or what went wrong and what to do. */
export function TaskPanel({ id }: { id: string }) {
  const { data: task, error } = useQuery(taskQuery(id));
  if (error && !task) return <ErrorNotice error={error} title="The progress is not known." />;
  if (!task) return <Skeleton className="h-48" />;
  return (
    <Card className="flex flex-col gap-3 p-4 md:p-5">
      <h2 className="font-strong text-lg">{task.title}</h2>
      <TaskSteps task={task} />
      <div aria-live="polite" className="empty:hidden">
        {task.state === 'succeeded' && <Callout tone="arriving" title={task.outcome ?? 'Done.'} />}
        {task.error && (
          <Callout tone="losing" title={task.error.message}>
            {task.error.hint}
          </Callout>
        )}
      </div>
    </Card>
  );
}
