import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PUT as keepKey, POST as makeKey } from '@/app/api/backup/key/route';
import { GET as show, POST as store } from '@/app/api/backup/route';
import { PUT as setSchedule } from '@/app/api/backup/schedule/route';
import type { BackupView, RecoveryKey } from '@/lib/schemas/backup/backup';
import { claim, type Owner } from '../../support/panel/panel-client';
import { freshStack } from '../../support/panel/route-call';

/** What the disk of the folder says of one call. */
const disk = vi.hoisted(() => ({ call: '', code: '' }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const faulty = <A extends unknown[], R>(name: string, call: (...args: A) => Promise<R>) =>
    (async (...args: A) => {
      if (disk.call !== name || !/\/backups(?:\/|$)/.test(String(args[0]))) return call(...args);
      if (disk.code === 'silence') return new Promise(() => {});
      throw Object.assign(new Error(disk.code), { code: disk.code });
    }) as typeof call;
  return {
    ...real,
    readdir: faulty('readdir', real.readdir as (...args: unknown[]) => Promise<unknown>),
    writeFile: faulty('writeFile', real.writeFile as (...args: unknown[]) => Promise<unknown>),
    rename: faulty('rename', real.rename),
    rm: (file: string, options: object) =>
      file.endsWith('.age') ? faulty('rm', real.rm)(file, options) : real.rm(file, options),
    access: faulty('access', real.access),
  };
});

let stack: ReturnType<typeof freshStack>;
let owner: Owner;
const folder = () => path.join(stack.dir, 'backups');
const view = () => owner.call<BackupView>(show);
async function storeNow() {
  const { taskId } = await owner.call<{ taskId: string }>(store, { method: 'POST', body: {} });
  return owner.task(taskId);
}

beforeEach(async () => {
  disk.call = '';
  stack = freshStack();
  owner = await claim();
  mkdirSync(folder());
  const { recoveryKey } = await owner.call<RecoveryKey>(makeKey, { method: 'POST', body: {} });
  await owner.call(keepKey, { method: 'PUT', body: { proof: recoveryKey } });
});
afterEach(() => stack.remove());

test.each([
  ['readdir', 'EACCES', 'unreadable', /cannot be read\. The user in WEIR_UID has no right to it\./],
  ['readdir', 'ESTALE', 'unreadable', /cannot be read\. Its disk does not answer\./],
  ['access', 'EROFS', 'read-only', /cannot be written\. Its disk is read-only\./],
])('a folder with %s: %s is %s, and that is why none is made', async (call, code, state, words) => {
  await storeNow();
  Object.assign(disk, { call, code });
  const seen = await view();
  expect(seen.folder.state).toBe(state);
  expect(seen.stored).toHaveLength(state === 'unreadable' ? 0 : 1);
  const { error } = await storeNow();
  expect(error?.message).toMatch(words);
  expect(error?.message).toContain(`compose/backups, cannot be`);
  expect(error?.message).toContain(seen.folder.fault?.why);
});

/** Does not wait for its time limits. */
async function atOnce<T>(begin: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let isOver = false;
  const work = begin().finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await vi.advanceTimersByTimeAsync(1000);
    await new Promise(setImmediate);
  }
  vi.useRealTimers();
  return work;
}

test('a NAS that hangs holds up neither the page nor other tasks', async () => {
  Object.assign(disk, { call: 'readdir', code: 'silence' });
  const { folder: seen, stored } = await atOnce(view);
  expect(seen).toMatchObject({ state: 'unreadable', fault: { why: 'Its disk does not answer.' } });
  expect(stored).toEqual([]);
  const { error } = await atOnce(storeNow);
  expect(error?.message).toMatch(/cannot be read\. Its disk does not answer\./);
});

test.each([
  ['writeFile', 'ENOSPC', 'disk-full', /cannot be written\. Its disk is full\./],
  ['writeFile', 'EIO', 'invalid-stack', /cannot be written\. Its disk reports an error\./],
  ['rename', 'EXDEV', 'invalid-stack', /cannot be written\. The system says EXDEV\./],
])(
  'a write that fails, %s: %s, is told of the folder and not of a file in it',
  async (call, code, as, words) => {
    Object.assign(disk, { call, code });
    const { error } = await storeNow();
    expect(error?.code).toBe(as);
    expect(error?.message).toMatch(words);
    expect(error?.message).not.toContain('unfinished');
    expect((await view()).failure).toMatchObject({ message: error?.message, hint: error?.hint });
    expect(readdirSync(folder())).toEqual([]);
  },
);

test('old ones that cannot be removed make no bad backup of a good one', async () => {
  await owner.call(setSchedule, { method: 'PUT', body: { every: 'off', hour: 3, keep: 1 } });
  await storeNow();
  const [own = ''] = readdirSync(folder());
  const earlier = own.replace(/-\d{4}-\d\d-\d\d-\d{6}/, '-2024-01-01-030000');
  writeFileSync(path.join(folder(), earlier), 'age-encryption.org/v1\n-> X25519 a\nb\n--- c\n');
  Object.assign(disk, { call: 'rm', code: 'EIO' });
  const task = await storeNow();
  expect(task).toMatchObject({ state: 'succeeded', error: null });
  expect(task.outcome).toMatch(/Older ones are still there: The folder .* Its disk reports an error\.$/);
  expect((await view()).failure).toBeNull();
});
