import { Elapsed } from '@/components/feedback/relative-time';
import { TaskSteps } from '@/components/feedback/task-steps';
import { Callout } from '@/components/ui/callout';
import { Card } from '@/components/ui/card';
import type { Task } from '@/lib/schemas/task';
import { StepHeading } from '../step/step-heading';

/** @param isStale the panel did not answer the last question about it */
export function LaunchRunning({ task, isStale }: { task: Task; isStale: boolean }) {
  return (
    <>
      <StepHeading
        title="Starting…"
        why="It ends when the first sample has arrived. You may close this page or lock the phone: the launch continues, and this page finds it again."
      />
      <Card className="px-4 py-3">
        <TaskSteps task={task} />
      </Card>
      <p className="mt-3 text-quiet text-sm">
        Running for <Elapsed atMs={task.startedAtMs} />.
      </p>
      {isStale && (
        <Callout tone="unknown" title="The panel does not answer just now." className="mt-4">
          <p>What is shown above was last known. This page keeps asking.</p>
        </Callout>
      )}
    </>
  );
}
