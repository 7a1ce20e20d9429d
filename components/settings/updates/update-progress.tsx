import { useState } from 'react';
import { ApplyProgress } from '@/components/forms/apply-progress';
import type { Task } from '@/lib/schemas/task';
import { Undo } from '../undo';
import { PutBack } from './put-back';

interface UpdateProgressProps {
  taskId: string;
  onStarted: (taskId: string) => void;
}

/** An update as it runs, with the way back: at once while it is watched, and as a change of its own after. */
export function UpdateProgress({ taskId, onStarted }: UpdateProgressProps) {
  const [ended, setEnded] = useState<Task | null>(null);
  const isUpdate = ended?.steps.some(({ id }) => id === 'watch') ?? false;
  return (
    <div className="flex flex-col gap-3">
      <ApplyProgress
        taskId={taskId}
        onEnd={setEnded}
        action={ended && isUpdate && <Undo task={ended} onStarted={onStarted} />}
      />
      <PutBack taskId={taskId} />
    </div>
  );
}
