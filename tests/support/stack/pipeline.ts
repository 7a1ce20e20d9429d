import type { Job } from '../../../lib/schemas/job.ts';
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
export async function finishJob(
  panel: OwnerClient,
  jobId: string,
  timeoutMs = 120_000,
  everyMs = 250,
): Promise<Job> {
  const job = await waitFor(
    `job ${jobId}`,
    async () => {
      const current = await panel.json<Job>('GET', `/api/jobs/${jobId}`);
      return current.state === 'running' ? null : current;
    },
    { timeoutMs, everyMs },
  );
  if (job.state === 'failed') throw new Error(`${job.title} failed: ${JSON.stringify(job, null, 1)}`);
  return job;
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
): Promise<Job> {
  await panel.json('PUT', '/api/wizard/destination', destination);
  await panel.json('PUT', '/api/wizard/sources', sources);
  await panel.json('PUT', '/api/wizard/name', { cluster });
  const { jobId } = await panel.json<{ jobId: string }>('POST', '/api/wizard/launch', {});
  return finishJob(panel, jobId, timeoutMs);
}
