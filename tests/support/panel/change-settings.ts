import type { ChangeStarted, SettingsChange } from '../../../lib/schemas/settings/settings.ts';
import type { Task } from '../../../lib/schemas/task.ts';
import { finishTask } from '../stack/pipeline.ts';
import type { OwnerClient } from './panel.ts';

/** A change of the settings through the API, whatever the state of the files. @throws Error when it fails */
export async function changeSettings(panel: OwnerClient, change: SettingsChange): Promise<Task | null> {
  const response = await fetch(`${panel.url}/api/settings`, {
    method: 'PUT',
    headers: {
      origin: panel.url,
      cookie: panel.cookie(),
      'content-type': 'application/json',
      'if-match': '*',
    },
    body: JSON.stringify(change),
  });
  if (!response.ok)
    throw new Error(`PUT /api/settings answered ${response.status}: ${await response.text()}`);
  const { taskId } = (await response.json()) as ChangeStarted;
  return taskId === null ? null : finishTask(panel, taskId);
}
