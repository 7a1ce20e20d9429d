import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { lockFolder } from '@/lib/server/files/state/folder-lock';
import { currentTask, startTask } from '@/lib/server/tasks/tasks';
import { bundled } from '../../support/panel/bundle';
import { freshPanel } from '../../support/panel/route-call';
import { waitFor } from '../../support/run/exec.ts';

let holder = '';
const children: ChildProcess[] = [];
let panel: ReturnType<typeof freshPanel>;

beforeAll(async () => {
  panel = freshPanel();
  // As `weirctl apply-config` has it: the same code in a process of its own.
  holder = await bundled(
    'folder-lock',
    `import { lockFolder } from '@/lib/server/files/state/folder-lock';
    const release = lockFolder('stack');
    process.stdout.write(release ? 'held' : 'refused');
    process.stdin.on('data', () => { release?.(); process.stdout.write('released'); });
    setInterval(() => undefined, 1000);`,
  );
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => panel.remove());

/** @returns the other process, and what it has said */
async function other(stateDir = panel.stateDir) {
  const env = { ...process.env, WEIR_STATE_DIR: stateDir };
  const child = spawn(process.execPath, [holder], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  const says = (words: string) => waitFor(words, () => said === words, { everyMs: 5 });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return { child, says, ended };
}

const job = (run: () => Promise<string>) =>
  startTask({ kind: 'apply', title: 'Labels', service: null, steps: [] }, run);
const idle = () => waitFor('no job', () => currentTask() === null, { everyMs: 5 });

test('while another process acts on the stack no job begins, and one does when it has ended', async () => {
  const { child, says } = await other();
  await says('held');
  expect(() => job(async () => '')).toThrow(/being changed by another program/);
  child.stdin?.write('enough');
  await says('heldreleased');
  expect(job(async () => '').state).toBe('running');
  await idle();
});

test('a process that is killed holds nothing', async () => {
  const { child, says, ended } = await other();
  await says('held');
  child.kill('SIGKILL');
  await ended;
  expect(job(async () => '').state).toBe('running');
  await idle();
});

test('a job of the panel keeps others out until it has ended, well or not', async () => {
  for (const fail of [false, true]) {
    let end = (): void => undefined;
    const wait = new Promise<void>((resolve) => {
      end = resolve;
    });
    job(async () => {
      await wait;
      if (fail) throw new Error('on purpose');
      return '';
    });
    await (await other()).says('refused');
    end();
    await idle();
    const next = await other();
    await next.says('held');
    next.child.kill('SIGKILL');
    await next.ended;
  }
});

test('stacks do not wait for each other', async () => {
  const elsewhere = await other(path.join(panel.stateDir, 'other'));
  await elsewhere.says('held');
  const release = lockFolder('stack');
  expect(release).not.toBeNull();
  expect(lockFolder('stack')).toBeNull();
  release?.();
  // Free at once, not in the next turn of the event loop.
  const again = lockFolder('stack');
  expect(again).not.toBeNull();
  again?.();
});
