import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Job } from '@/lib/schemas/job';
import { AppError } from '@/lib/server/errors';
import { currentJob, getJob, type JobPlan, onJob, startJob } from '@/lib/server/jobs/jobs';
import { freshPanel } from '../../support/panel/route-call';
import { waitFor } from '../../support/run/exec.ts';

vi.mock('@/lib/server/logger', () => ({ logger: () => ({ warn: vi.fn(), error: vi.fn() }) }));

const panel = freshPanel();
afterAll(() => panel.remove());

const plan: JobPlan = {
  kind: 'restart',
  title: 'Restart vmagent',
  service: 'vmagent',
  steps: [
    { id: 'stop', label: 'Stop' },
    { id: 'start', label: 'Start' },
  ],
};

async function finished(id: string): Promise<Job> {
  await waitFor('the end of the job', () => getJob(id).state !== 'running', { everyMs: 5 });
  return getJob(id);
}

describe('jobs', () => {
  beforeEach(async () => {
    await waitFor('no job', () => currentJob() === null, { everyMs: 5 });
  });

  it('runs the steps in turn and ends with the outcome', async () => {
    const started = startJob(plan, async (ctx) => {
      await ctx.step('stop', async (report) => report.detail('stopped in 1 s'));
      ctx.skip('start', 'not needed');
      return 'vmagent runs again.';
    });
    expect(started.state).toBe('running');
    const job = await finished(started.id);
    expect(job).toMatchObject({ state: 'succeeded', outcome: 'vmagent runs again.', error: null });
    expect(job.steps.map((step) => [step.state, step.detail])).toEqual([
      ['done', 'stopped in 1 s'],
      ['skipped', 'not needed'],
    ]);
    expect(job.finishedAtMs).toBeGreaterThanOrEqual(job.startedAtMs);
  });

  it('refuses a second job while one runs and names the first', async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { id } = startJob(plan, async () => {
      await gate;
      return 'done';
    });
    expect(() => startJob(plan, async () => 'no')).toThrow(
      expect.objectContaining({ code: 'job-running', message: expect.stringContaining('Restart vmagent') }),
    );
    expect(currentJob()?.id).toBe(id);
    open();
    await finished(id);
    expect(currentJob()).toBeNull();
  });

  it('keeps message and hint of a failure, leaves later steps waiting and frees the place', async () => {
    const { id } = startJob(plan, async (ctx) => {
      await ctx.step('stop', async () => {
        throw new AppError('docker-error', 'The engine refused.', { hint: 'Look at its log.' });
      });
      return 'never';
    });
    const job = await finished(id);
    expect(job).toMatchObject({
      state: 'failed',
      outcome: null,
      error: { code: 'docker-error', message: 'The engine refused.', hint: 'Look at its log.' },
    });
    expect(job.steps.map((step) => step.state)).toEqual(['failed', 'waiting']);
  });

  it('does not show the words of an unexpected error', async () => {
    const { id } = startJob(plan, async () => {
      throw new Error('secret /path');
    });
    const job = await finished(id);
    expect(job.error?.code).toBe('internal');
    expect(JSON.stringify(job)).not.toContain('secret');
  });

  it('tells listeners each change with a copy, and limits progress to a few a second', async () => {
    const seen: Job[] = [];
    const unsubscribe = onJob((job) => seen.push(job));
    const { id } = startJob(plan, async (ctx) => {
      await ctx.step('stop', async (report) => {
        for (let i = 0; i <= 1000; i++) report.progress(i, 1000, 'bytes');
      });
      return 'done';
    });
    await finished(id);
    unsubscribe();
    expect(seen.length).toBeLessThan(10);
    expect(seen[0]?.steps[0]?.state).toBe('waiting');
    expect(seen.at(-1)?.state).toBe('succeeded');
    expect(seen.at(-1)?.steps[0]?.progress).toEqual({ current: 1000, total: 1000, unit: 'bytes' });
  });

  it('goes on when a listener fails', async () => {
    const unsubscribe = onJob(() => {
      throw new Error('viewer is gone');
    });
    const { id } = startJob(plan, async () => 'done');
    expect((await finished(id)).state).toBe('succeeded');
    unsubscribe();
  });

  it('forgets old jobs and says so', async () => {
    const first = startJob(plan, async () => 'done');
    await finished(first.id);
    for (let i = 0; i < 20; i++) await finished(startJob(plan, async () => 'done').id);
    expect(() => getJob(first.id)).toThrow(expect.objectContaining({ code: 'not-found' }));
  });
});
