'use client';

import { useQuery } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { TaskSteps } from '@/components/feedback/task-steps';
import { useAnnounce } from '@/components/forms/announcer';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Card } from '@/components/ui/card';
import { useAct } from '@/lib/queries/service-actions';
import { launchTaskQuery } from '@/lib/queries/wizard';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { LeftOutService } from '@/lib/schemas/task';

interface LeftOutPartProps {
  part: LeftOutService & { action: 'start' | 'restart' };
  /** The source, as a person calls it. */
  name: string;
  onMended: (service: ServiceName) => void;
}

/** A source that the launch went on without: why, and another try that can be watched. */
export function LeftOutPart({ part, name, onMended }: LeftOutPartProps) {
  const announce = useAnnounce();
  const [taskId, setTaskId] = useState<string | null>(null);
  const { mutate, isPending, error } = useAct();
  const { data: task = null } = useQuery(launchTaskQuery(taskId));
  const isMended = task?.state === 'succeeded';
  const spoken =
    task === null || task.state === 'running'
      ? ''
      : (task.outcome ?? task.error?.message ?? 'It did not work.');

  useEffect(() => {
    if (spoken !== '') announce(spoken);
  }, [spoken, announce]);

  useEffect(() => {
    if (isMended) onMended(part.service);
  }, [isMended, onMended, part.service]);

  if (isMended) {
    return (
      <Callout tone="arriving" title={`${name} is running now`}>
        <p>{task.outcome}</p>
      </Callout>
    );
  }
  if (taskId !== null && task?.state !== 'failed') {
    return (
      <Card className="px-4 py-3">
        <p className="mb-2 font-strong">Trying {name} again…</p>
        {task && <TaskSteps task={task} />}
      </Card>
    );
  }
  return (
    <Callout
      tone="waiting"
      title={
        taskId === null ? `${name} could not be started` : `${name} could not be started this time either`
      }
      action={
        <Button
          isPending={isPending}
          icon={RotateCcw}
          onClick={() =>
            mutate(
              { kind: 'service', service: part.service, action: part.action },
              { onSuccess: (started) => setTaskId(started.taskId) },
            )
          }
        >
          Try {name} again
        </Button>
      }
    >
      <p className="break-words">{task?.error?.message ?? part.reason}</p>
      {task?.error?.hint && <p className="break-words">{task.error.hint}</p>}
      {error && <ErrorNotice error={error} title="It could not be tried again" />}
    </Callout>
  );
}
