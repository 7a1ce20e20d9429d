import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Task } from '@/lib/schemas/task';
import { AppError } from '@/lib/server/errors';
import { currentTask, getTask, onTask, startTask, type TaskSpec } from '@/lib/server/tasks/tasks';
import { until } from '@/lib/server/wait';
import { freshPanel } from '../../support/panel/route-call';
import { waitFor } from '../../support/run/exec.ts';

const log = vi.hoisted(() => ({ info: vi.fn(), warn: vi.fn(), error: vi.fn() }));
vi.mock('@/lib/server/logger', () => ({ logger: () => log }));

const panel = freshPanel();
afterAll(() => panel.remove());

const spec: TaskSpec = {
  kind: 'restart',
  title: 'Restart vmagent',
  service: 'vmagent',
  steps: [
    { id: 'stop', label: 'Stop' },
    { id: 'start', label: 'Start' },
  ],
};

async function finished(id: string): Promise<Task> {
  await waitFor('the end of the job', () => getTask(id).state !== 'running', { everyMs: 5 });
  return getTask(id);
}

describe('jobs', () => {
  beforeEach(async () => {
    await waitFor('no job', () => currentTask() === null, { everyMs: 5 });
  });

  it('runs the steps in turn and ends with the outcome', async () => {
    const started = startTask(spec, async (ctx) => {
      await ctx.step('stop', async (report) => report.detail('stopped in 1 s'));
      ctx.skip('start', 'not needed');
      return 'vmagent runs again.';
    });
    expect(started.state).toBe('running');
    const task = await finished(started.id);
    expect(task).toMatchObject({ state: 'succeeded', outcome: 'vmagent runs again.', error: null });
    expect(task.steps.map((step) => [step.state, step.detail])).toEqual([
      ['done', 'stopped in 1 s'],
      ['skipped', 'not needed'],
    ]);
    expect(task.finishedAtMs).toBeGreaterThanOrEqual(task.startedAtMs);
  });

  it('refuses a second job while one runs and names the first', async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { id } = startTask(spec, async () => {
      await gate;
      return 'done';
    });
    expect(() => startTask(spec, async () => 'no')).toThrow(
      expect.objectContaining({ code: 'task-running', message: expect.stringContaining('Restart vmagent') }),
    );
    expect(currentTask()?.id).toBe(id);
    open();
    await finished(id);
    expect(currentTask()).toBeNull();
  });

  it('keeps message and hint of a failure, leaves later steps waiting and frees the place', async () => {
    const { id } = startTask(spec, async (ctx) => {
      await ctx.step('stop', async () => {
        throw new AppError('docker-error', 'The engine refused.', { hint: 'Look at its log.' });
      });
      return 'never';
    });
    const task = await finished(id);
    expect(task).toMatchObject({
      state: 'failed',
      outcome: null,
      error: { code: 'docker-error', message: 'The engine refused.', hint: 'Look at its log.' },
    });
    expect(task.steps.map((step) => step.state)).toEqual(['failed', 'waiting']);
  });

  it('does not show the words of an unexpected error', async () => {
    const { id } = startTask(spec, async () => {
      throw new Error('secret /path');
    });
    const task = await finished(id);
    expect(task.error?.code).toBe('internal');
    expect(JSON.stringify(task)).not.toContain('secret');
  });

  it('tells listeners each change with a copy, and limits progress to a few a second', async () => {
    const seen: Task[] = [];
    const unsubscribe = onTask((task) => seen.push(task));
    const { id } = startTask(spec, async (ctx) => {
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

  it('lets others begin while it only watches; the next one ends the watching, and what was done stays done', async () => {
    const { id } = startTask(spec, async (ctx) => {
      await ctx.step('stop', async () => undefined);
      const seen = await ctx.watch('start', (_, signal) => until(async () => false, { everyMs: 5, signal }));
      return seen === undefined ? 'applied' : 'seen';
    });
    await expect.poll(() => getTask(id).steps[1]?.state).toBe('running');
    expect(currentTask()).toBeNull();
    const second = startTask(spec, async () => 'done');
    expect(await finished(id)).toMatchObject({
      state: 'succeeded',
      outcome: 'applied',
      steps: [
        { state: 'done' },
        { state: 'done', detail: 'Another action began, so it was not waited for.' },
      ],
    });
    expect((await finished(second.id)).outcome).toBe('done');
  });

  it('says in its log that it failed, and warns of none that its owner gave up', async () => {
    log.warn.mockClear();
    const end = (code: 'given-up' | 'timeout') =>
      startTask(spec, () => Promise.reject(new AppError(code, 'It ended.')));
    expect((await finished(end('given-up').id)).state).toBe('failed');
    expect(log.warn).not.toHaveBeenCalled();
    await finished(end('timeout').id);
    expect(log.warn).toHaveBeenCalledOnce();
  });

  it('is put back from a moment on, which its viewers are told', async () => {
    const seen: (boolean | undefined)[] = [];
    const unsubscribe = onTask(({ isPutBack }) => seen.push(isPutBack));
    const { id } = startTask(spec, (ctx) =>
      ctx.step('stop', async (report) => {
        report.progress(1, 10, 'seconds');
        report.putBack('Everything is put back…');
        return 'done';
      }),
    );
    const { isPutBack, steps } = await finished(id);
    unsubscribe();
    expect(isPutBack).toBe(true);
    expect(seen.at(0)).toBeUndefined();
    expect(steps[0]).toMatchObject({ detail: 'Everything is put back…', progress: null });
  });

  it('goes on when a listener fails', async () => {
    const unsubscribe = onTask(() => {
      throw new Error('viewer is gone');
    });
    const { id } = startTask(spec, async () => 'done');
    expect((await finished(id)).state).toBe('succeeded');
    unsubscribe();
  });

  it('forgets old jobs and says so', async () => {
    const first = startTask(spec, async () => 'done');
    await finished(first.id);
    for (let i = 0; i < 20; i++) await finished(startTask(spec, async () => 'done').id);
    expect(() => getTask(first.id)).toThrow(expect.objectContaining({ code: 'not-found' }));
  });
});
