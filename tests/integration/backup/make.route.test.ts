import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { GET as take } from '@/app/api/backup/download/[id]/route';
import { POST as makeDownload } from '@/app/api/backup/download/route';
import { GET as takeStored } from '@/app/api/backup/files/[name]/route';
import { PUT as keepKey, POST as makeKey } from '@/app/api/backup/key/route';
import { GET as show, POST as store } from '@/app/api/backup/route';
import { PUT as setSchedule } from '@/app/api/backup/schedule/route';
import type { BackupDownload, BackupView, RecoveryKey } from '@/lib/schemas/backup/backup';
import { openArchive } from '@/lib/server/backup/archive';
import { openBackup, receiveBackup } from '@/lib/server/backup/restore-holder';
import { look } from '@/lib/server/backup/scheduler';
import { backupSight } from '@/lib/server/backup/sight';
import { lockFolder } from '@/lib/server/files/state/folder-lock';
import { currentTask } from '@/lib/server/tasks/tasks';
import { takeTurn } from '@/lib/server/tasks/turn';
import { claim, type Owner } from '../../support/panel/panel-client';
import { forgetProcessState, freshStack, panelRequest } from '../../support/panel/route-call';

let stack: ReturnType<typeof freshStack>;
let owner: Owner;
beforeEach(async () => {
  stack = freshStack();
  owner = await claim();
});
afterEach(() => stack.remove());

const view = () => owner.call<BackupView>(show);
const newKey = () => owner.call<RecoveryKey>(makeKey, { method: 'POST', body: {} });
const prove = (proof: string) => owner.call<BackupView>(keepKey, { method: 'PUT', body: { proof } });
const make = (passphrase: string | null) =>
  owner.call<BackupDownload>(makeDownload, { method: 'POST', body: { passphrase } });
async function bytesOf({ id }: BackupDownload): Promise<Uint8Array> {
  const request = panelRequest('/x', { cookie: owner.cookie });
  const answer = await take(request, { params: Promise.resolve({ id }) });
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
}
const stateTexts = () =>
  readdirSync(stack.stateDir, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => readFileSync(path.join(stack.stateDir, name), 'latin1'))
    .join('\n');

test('a recovery key counts once it is proven to be kept, and opens what is made then', async () => {
  expect(await view()).toMatchObject({ key: null, download: null });
  const { recoveryKey, recipient, name } = await newKey();
  expect((await view()).key).toBeNull();
  await expect(make(null)).rejects.toThrow(/no recovery key yet/);
  await expect(prove('AAAAAA')).rejects.toThrow(/not its last six characters/);
  const { key } = await prove(recoveryKey.slice(-6).toLowerCase());
  expect(key?.name).toBe(name);
  expect(recipient.endsWith(name)).toBe(true);
  await expect(prove(recoveryKey)).rejects.toThrow(/No recovery key waits/);

  const download = await make(null);
  expect(download).toMatchObject({ keyName: name, leftOut: [] });
  const content = await bytesOf(download);
  expect(content.length).toBe(download.bytes);
  const { files } = await openArchive(content, { identity: recoveryKey });
  expect(files).toHaveLength(download.files);
  expect(files.map(({ path: file }) => file)).toContain('.weir/auth.json');
  expect(stateTexts()).not.toContain(recoveryKey.slice(20, 40));
});

test('all of the key proves it, too, with blanks as it was written down', async () => {
  const { recoveryKey } = await newKey();
  await prove(recoveryKey.replace(/(.{4})/g, '$1 '));
  expect((await view()).key).not.toBeNull();
});

test('a key whose place another tab took is told so, before and after the newer one counts', async () => {
  const first = await newKey();
  expect((await view()).waitingName).toBe(first.name);
  const second = await newKey();
  expect((await view()).waitingName).toBe(second.name);
  await expect(prove(first.recoveryKey.slice(-6))).rejects.toThrow(/A newer key was made since/);
  await prove(second.recoveryKey.slice(-6));
  await expect(prove(first.recoveryKey.slice(-6))).rejects.toThrow(/A newer key was made since/);
  expect(await view()).toMatchObject({ key: { name: second.name }, waitingName: null });
});

test.each([
  [' '.repeat(12), /Spaces alone are no passphrase/],
  ['twelve\0letters', /characters that can be typed/],
  ['twelve\ud800letters', /characters that can be typed/],
])('no passphrase: %j', async (passphrase, words) => {
  await expect(make(passphrase)).rejects.toThrow(words);
});

test('another key is no proof, and a panel that was started again knows none', async () => {
  const first = await newKey();
  await newKey();
  await expect(prove('AAAAAA')).rejects.toThrow(/not the key/);
  await expect(prove(first.recoveryKey)).rejects.toThrow(/A newer key was made since/);
  const { recoveryKey } = await newKey();
  forgetProcessState();
  await expect(prove(recoveryKey)).rejects.toThrow(/No recovery key waits/);
});

test('a passphrase opens a download and is kept nowhere', async () => {
  const passphrase = 'frogs between the lilies';
  await expect(make('too short')).rejects.toThrow(/at least 12 characters/);
  const download = await make(passphrase);
  expect(download.keyName).toBeNull();
  await openArchive(await bytesOf(download), { passphrase });
  expect(stateTexts()).not.toContain(passphrase);
  const another = await make(passphrase);
  await expect(bytesOf(download)).rejects.toThrow();
  expect((await view()).download?.id).toBe(another.id);
});

test('no backup is made while files are being changed', async () => {
  const release = lockFolder('stack');
  await expect(make('frogs between the lilies')).rejects.toThrow(/by another program on this machine/);
  release?.();
  await make('frogs between the lilies');
});

test('two that meet: the second is told what really runs', async () => {
  await withKey();
  const both = await Promise.allSettled([make(null), make(null)]);
  const [lost, ...more] = both.filter((one) => one.status === 'rejected');
  expect(more).toEqual([]);
  expect(String(lost?.reason)).toMatch(
    /task-running.*Another action is running: Make a backup to download\./,
  );
  const release = takeTurn('Make a backup to download');
  await expect(storeNow()).rejects.toThrow(/Another action is running: Make a backup to download\./);
  release();
  const { taskId } = await owner.call<{ taskId: string }>(store, { method: 'POST', body: {} });
  await expect(make(null)).rejects.toThrow(/Another action is running: Make a backup\./);
  await owner.task(taskId);
  await make(null);
});

async function withKey(): Promise<RecoveryKey> {
  const made = await newKey();
  await prove(made.recoveryKey);
  mkdirSync(folder());
  return made;
}
const folder = () => path.join(stack.dir, 'backups');
const storeNow = async () =>
  owner.task((await owner.call<{ taskId: string }>(store, { method: 'POST', body: {} })).taskId);
const daily = (keep = 14) =>
  owner.call<BackupView>(setSchedule, { method: 'PUT', body: { every: 'day', hour: 3, keep } });

test('a backup in the folder is opened and compared before it has its name', async () => {
  const { recoveryKey, name } = await withKey();
  const task = await storeNow();
  expect(task).toMatchObject({ state: 'succeeded', kind: 'backup' });
  expect(task.steps.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done']);
  const [one, ...more] = (await view()).stored;
  expect(more).toEqual([]);
  expect(one).toMatchObject({ keyName: name });
  expect(readdirSync(folder())).toEqual([one?.fileName]);
  const request = panelRequest('/x', { cookie: owner.cookie });
  const answer = await takeStored(request, { params: Promise.resolve({ name: one?.fileName ?? '' }) });
  await openArchive(new Uint8Array(await answer.arrayBuffer()), { identity: recoveryKey });
});

test('as much as a backup may hold is written into the folder, read again, and taken by a restore', async () => {
  const { recoveryKey } = await withKey();
  const megabyte = 1024 * 1024;
  mkdirSync(path.join(stack.dir, 'config'), { recursive: true });
  for (const [name, megabytes] of Object.entries({ one: 4, two: 4, three: 3.5 }))
    writeFileSync(path.join(stack.dir, 'config', `${name}.bin`), randomBytes(megabytes * megabyte));
  expect(await storeNow()).toMatchObject({ state: 'succeeded' });
  const [name = ''] = readdirSync(folder());
  const request = panelRequest('/x', { cookie: owner.cookie });
  const answer = await takeStored(request, { params: Promise.resolve({ name }) });
  const content = new Uint8Array(await answer.arrayBuffer());
  expect(content.length).toBeGreaterThan(11 * megabyte);
  const { id } = receiveBackup(content);
  const { files } = await openBackup(id, { secret: recoveryKey });
  expect(files.map(({ path: file }) => file)).toContain('config/three.bin');

  writeFileSync(path.join(stack.dir, 'config/four.bin'), randomBytes(megabyte));
  expect((await storeNow()).error?.message).toMatch(/more than a backup takes: 12 MB/);
});

test('a file of over 4 MB is no setting: it is left out, and that is said', async () => {
  const megabyte = 1024 * 1024;
  mkdirSync(path.join(stack.dir, 'config'), { recursive: true });
  writeFileSync(path.join(stack.dir, 'config/film.bin'), randomBytes(5 * megabyte));
  await withKey();
  const task = await storeNow();
  expect(task).toMatchObject({ state: 'succeeded', error: null });
  expect(task.outcome).toContain('Not in it: config/film.bin.');
});

test('after a new good one the oldest of this Pi go, and nothing else', async () => {
  await withKey();
  await daily(2);
  await storeNow();
  const [own] = readdirSync(folder());
  const stem = own?.replace(/-\d{4}-.*$/, '') ?? '';
  const old = ['2024-01-01-030000', '2025-01-01-030000'].map((stamp) => `${stem}-${stamp}.age`);
  const others = ['weir-backup-other-2020-01-01-030000.age', `${stem}-2099-01-01-030000.age`, 'photo.jpg'];
  for (const name of others) writeFileSync(path.join(folder(), name), 'x');
  for (const name of old) copyFileSync(path.join(folder(), own ?? ''), path.join(folder(), name));
  rmSync(path.join(folder(), own ?? ''));
  const { steps } = await storeNow();
  expect(steps.at(-1)?.detail).toBe('1 removed.');
  const left = readdirSync(folder());
  expect(left).toHaveLength(5);
  expect(left).toEqual(expect.arrayContaining([old[1], ...others]));
});

test('a folder that is gone: what is wrong is said, found, and over with the next good one', async () => {
  await withKey();
  await daily();
  rmSync(folder(), { recursive: true });
  const task = await storeNow();
  expect(task).toMatchObject({
    state: 'failed',
    error: { message: expect.stringMatching(/compose\/backups, is not there/) },
  });
  expect((await view()).failure?.message).toBe(task.error?.message);
  expect(backupSight()?.failure?.message).toBe(task.error?.message);
  mkdirSync(folder());
  await storeNow();
  expect((await view()).failure).toBeNull();
  expect(backupSight()).toMatchObject({ failure: null, everyMs: 86_400_000 });
});

test('by the clock one is made when its hour has come, also after a restart, and once', async () => {
  await withKey();
  await daily();
  const hourMs = 3_600_000;
  const { nextAtMs } = await view();
  await look((nextAtMs ?? 0) - 1);
  expect([currentTask(), readdirSync(folder())]).toEqual([null, []]);
  forgetProcessState();
  await look((nextAtMs ?? 0) + 5 * hourMs);
  expect(currentTask()?.kind).toBe('backup');
  await owner.task(currentTask()?.id ?? '');
  expect((await view()).stored).toHaveLength(1);
});

test('a schedule that somebody else has changed since is not written over', async () => {
  const { schedule } = await view();
  const set = (keep: number, revision: string) =>
    owner.call<BackupView>(setSchedule, {
      ...{ method: 'PUT', body: { every: 'day', hour: 3, keep } },
      headers: { 'if-match': `"${revision}"` },
    });
  const after = await set(7, schedule.revision);
  await expect(set(9, schedule.revision)).rejects.toThrow(/revision-conflict/);
  expect((await set(9, after.schedule.revision)).schedule.keep).toBe(9);
});

test('none is made by the clock without a key, and none that is not asked for', async () => {
  const { nextAtMs } = await daily();
  expect(nextAtMs).toBeNull();
  await look(Date.now() + 72 * 3_600_000);
  expect([currentTask(), backupSight()]).toEqual([null, undefined]);
});
