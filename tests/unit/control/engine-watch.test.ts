import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Task } from '@/lib/schemas/task';
import { startEngineTask } from '@/lib/server/control/engine-watch';
import { AppError } from '@/lib/server/errors';
import { getTask, type TaskContext } from '@/lib/server/tasks/tasks';
import { forgetProcessState } from '../../support/panel/route-call';
import { sleep, waitFor } from '../../support/run/exec';

let dir: string;
let engine: Server | null = null;

/** As much of an engine as the question whether it is there needs. */
async function startEngine(): Promise<void> {
  const server = createServer((_, response) => response.end('{"Version":"28.5.2","ApiVersion":"1.51"}'));
  await new Promise<void>((resolve) => server.listen(path.join(dir, 'docker.sock'), resolve));
  engine = server;
}
function stopEngine(): void {
  engine?.closeAllConnections();
  engine?.close();
  engine = null;
}

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'weir-engine-'));
  process.env.DOCKER_HOST = `unix://${path.join(dir, 'docker.sock')}`;
  process.env.WEIR_STATE_DIR = dir;
  process.env.WEIR_LOG_LEVEL = 'silent';
  forgetProcessState();
  await startEngine();
});
afterEach(() => {
  stopEngine();
  rmSync(dir, { recursive: true });
  forgetProcessState();
});

const plan = {
  kind: 'restart' as const,
  title: 'Restart yace',
  service: 'yace',
  steps: [
    { id: 'act', label: 'Act' },
    { id: 'more', label: 'More' },
  ],
};

async function ended(run: (ctx: TaskContext) => Promise<string>): Promise<Task> {
  const { id } = startEngineTask(plan, run);
  return waitFor('the end', () => (getTask(id).state === 'running' ? null : getTask(id)), {
    timeoutMs: 20_000,
  });
}

const stopped = new AppError('service-unhealthy', 'yace stopped with exit code 143.');

test('a service that the engine has taken down with it is not blamed', async () => {
  const task = await ended((ctx) =>
    ctx.step('act', async () => {
      stopEngine();
      throw stopped;
    }),
  );
  expect(task).toMatchObject({
    state: 'failed',
    error: {
      code: 'docker-unreachable',
      message: 'The Docker Engine stopped answering during “Restart yace”.',
      hint: expect.stringContaining('systemctl start docker'),
    },
  });
});

test('with an engine that answers the service is named', async () => {
  const task = await ended(async () => {
    throw stopped;
  });
  expect(task.error).toMatchObject({
    code: 'service-unhealthy',
    message: 'yace stopped with exit code 143.',
  });
});

test('what is wrong with the settings is said whatever the engine does', async () => {
  const task = await ended(async () => {
    stopEngine();
    throw new AppError('invalid-stack', 'Line 3 of .env has a space in the name.');
  });
  expect(task.error?.code).toBe('invalid-stack');
});

test('a job that hangs on the engine ends soon, and does nothing more when the engine is back', async () => {
  let goOn = () => {};
  let didMore = false;
  const hanging = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const task = await ended(async (ctx) => {
    await ctx.step('act', async () => {
      stopEngine();
      await hanging;
    });
    await ctx.step('more', async () => {
      didMore = true;
    });
    return 'done';
  });
  expect(task.error?.code).toBe('docker-unreachable');
  goOn();
  await sleep(50);
  expect(didMore).toBe(false);
});
