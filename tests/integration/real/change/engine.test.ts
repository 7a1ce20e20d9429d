import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Task } from '@/lib/schemas/task';
import { startApply } from '@/lib/server/change/apply';
import { readChanges } from '@/lib/server/change/changes';
import { recoverApply } from '@/lib/server/change/recover';
import { unsettledReason } from '@/lib/server/change/state';
import { onTask } from '@/lib/server/tasks/tasks';
import { readMetrics } from '@/lib/server/vmagent/client';
import { drillStack } from '../../../drill/stack';
import { applied, intervalOf, variables } from '../../../support/panel/apply';
import { forgetProcessState } from '../../../support/panel/route-call';
import { sleep, waitFor } from '../../../support/run/exec';
import { CutSocket } from '../../../support/stack/cut-socket';
import type { TempStack } from '../../../support/stack/stack';

let stack: TempStack;
let engine: CutSocket;

beforeAll(async () => {
  stack = await drillStack('cut');
  engine = new CutSocket(stack.engine.host);
  await engine.mend();
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent', DOCKER_HOST: engine.host });
  forgetProcessState();
  await recoverApply();
});
afterAll(async () => {
  engine?.cut();
  await stack?.remove();
});

const MOST_TRIES = 5;

test.each([
  ['cut', 'REMOTE_WRITE_MAX_DISK_USAGE', (n: number) => `${n + 2}GiB`],
  ['cut', 'AWS_REGION', (n: number) => `eu-west-${n + 2}`],
  ['hang', 'AWS_REGION', (n: number) => `eu-north-${n}`],
] as const)(
  'the way to the engine: %s, while %s is being changed: files are back at once, services when it answers again',
  async (fault, name, value) => {
    let before = '';
    let error: Task['error'] = null;
    // On a busy machine a change may be made before the fault.
    for (let n = 1; error === null && n <= MOST_TRIES; n++) {
      if (n > 1) await engine.mend();
      before = stack.read('.env');
      let happened: Promise<void> | null = null;
      const stop = onTask(({ steps }) => {
        if (steps[2]?.state !== 'running') return;
        stop();
        // Somewhere between the new container's creation and its first answer.
        happened = sleep(50 + 400 * Math.random()).then(() => engine[fault]());
      });
      error = (await applied(variables({ [name]: value(n) }))).error;
      if (error === null) await happened;
    }
    expect(error?.message).toMatch(
      /^The Docker Engine stopped answering during “Set .*; the services follow when the engine answers\.$/,
    );
    expect(stack.read('.env')).toBe(before);
    expect(unsettledReason()).toContain('put back');
    const wish = { who: 'owner', reason: null, ifMatch: '*', edit: intervalOf('yace', 90) } as const;
    await expect(startApply(wish)).rejects.toMatchObject({ code: 'task-running' });

    await engine.mend();
    await waitFor('everything settled', () => unsettledReason() === null, { timeoutMs: 90_000 });
    await waitFor('vmagent', readMetrics);
    const settled = await readChanges();
    expect(settled).toMatchObject({ handEdits: [], drift: [], unsettled: null });
    expect((await applied(intervalOf('yace', 200 + value(1).length))).error).toBeNull();
  },
);
