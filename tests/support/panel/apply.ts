import type { Job } from '@/lib/schemas/job';
import { startApply } from '@/lib/server/change/apply';
import type { Edit, Texts } from '@/lib/server/change/records/texts';
import { setEnv } from '@/lib/server/files/env/env-file';
import type { WritableStackFileId } from '@/lib/server/files/stack-files';
import { getJob } from '@/lib/server/jobs/jobs';
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

/** Waits for a job of this process. */
export async function ended(jobId: string | null): Promise<Job> {
  if (jobId === null) throw new Error('Nothing was to be done.');
  for (;;) {
    const job = getJob(jobId);
    if (job.state !== 'running') return job;
    await sleep(10);
  }
}

/** Applies a change and waits for its end. */
export async function applied(
  edit: Edit,
  more: Partial<Parameters<typeof startApply>[0]> = {},
): Promise<Job> {
  const { jobId } = await startApply({ who: 'owner', reason: null, ifMatch: '*', edit, ...more });
  return ended(jobId);
}
