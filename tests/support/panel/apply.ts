import type { Task } from '@/lib/schemas/task';
import { startApply } from '@/lib/server/change/apply';
import type { Edit, Texts } from '@/lib/server/change/records/texts';
import { setEnv } from '@/lib/server/files/env/env-file';
import type { WritableStackFileId } from '@/lib/server/files/stack-files';
import { getTask } from '@/lib/server/tasks/tasks';
import { sleep } from '../run/exec';

type FileEdit = (text: string) => string;

/** A change of some files' texts, as the forms make them. */
export function editOf(edits: Partial<Record<WritableStackFileId, FileEdit>>, title = 'A change'): Edit {
  return (current: Texts) => {
    const texts = new Map(current);
    for (const [id, edit] of Object.entries(edits)) {
      texts.set(id as WritableStackFileId, edit(current.get(id as WritableStackFileId) ?? ''));
    }
    return { texts, title, problems: [] };
  };
}

/** One changed line of the scrape configuration. */
export const intervalOf = (job: string, seconds: number): Edit =>
  editOf(
    {
      'vmagent-config': (text) =>
        text.replace(
          new RegExp(`(job_name: ${job}\\n +scrape_interval: )\\S+`),
          (_, start: string) => `${start}${seconds}s`,
        ),
    },
    `Interval of ${job}: ${seconds} s`,
  );

export const variables = (changes: Record<string, string>): Edit =>
  editOf({ env: (text) => setEnv(text, changes) }, `Set ${Object.keys(changes).join(', ')}`);

/** Waits for a task of this process. */
export async function ended(taskId: string | null): Promise<Task> {
  if (taskId === null) throw new Error('Nothing was to be done.');
  for (;;) {
    const task = getTask(taskId);
    if (task.state !== 'running') return task;
    await sleep(10);
  }
}

/** Applies a change and waits for its end. */
export async function applied(
  edit: Edit,
  more: Partial<Parameters<typeof startApply>[0]> = {},
): Promise<Task> {
  const { taskId } = await startApply({ who: 'owner', reason: null, ifMatch: '*', edit, ...more });
  return ended(taskId);
}
