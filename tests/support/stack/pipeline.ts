import type { Task } from '../../../lib/schemas/task.ts';
import type { DestinationInput, SourcesInput } from '../../../lib/schemas/wizard.ts';
import type { OwnerClient } from '../panel/panel.ts';
import { waitFor } from '../run/exec.ts';

export const NO_SOURCES: SourcesInput = {
  pi: { enabled: false },
  containers: { enabled: false },
  aws: { enabled: false, accessKeyId: '', regions: [] },
  gcp: { enabled: false, projectId: '' },
};
export const PI_ONLY: SourcesInput = { ...NO_SOURCES, pi: { enabled: true } };

/** Waits until a job has ended. @throws Error with the step that failed */
export async function finishTask(
  panel: OwnerClient,
  taskId: string,
  timeoutMs = 120_000,
  everyMs = 250,
): Promise<Task> {
  const task = await waitFor(
    `job ${taskId}`,
    async () => {
      const current = await panel.json<Task>('GET', `/api/tasks/${taskId}`);
      return current.state === 'running' ? null : current;
    },
    { timeoutMs, everyMs },
  );
  if (task.state === 'failed') throw new Error(`${task.title} failed: ${JSON.stringify(task, null, 1)}`);
  return task;
}

/** The whole wizard through the API: answers, launch, and the job that ended with a delivered sample. */
export async function launchPipeline(
  panel: OwnerClient,
  {
    destination = { kind: 'local' } as DestinationInput,
    sources = PI_ONLY,
    cluster = 'test-pi',
    timeoutMs = 120_000,
  } = {},
): Promise<Task> {
  await panel.json('PUT', '/api/wizard/destination', destination);
  await panel.json('PUT', '/api/wizard/sources', sources);
  await panel.json('PUT', '/api/wizard/name', { cluster });
  const { taskId } = await panel.json<{ taskId: string }>('POST', '/api/wizard/launch', {});
  return finishTask(panel, taskId, timeoutMs);
}
