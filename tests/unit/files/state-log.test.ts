import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  appendStateLog,
  readStateLog,
  removeStateLog,
  replaceStateLog,
} from '@/lib/server/files/state/state-log';
import { numberedStates } from '@/lib/server/files/state/state-store';

const { folders, faults } = vi.hoisted(() => ({ folders: { stateDir: '' }, faults: { afterBytes: 0 } }));
vi.mock('@/lib/server/env', () => ({ env: () => ({ ...folders, logLevel: 'silent' }) }));
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  return {
    ...real,
    writeSync: (file: number, bytes: Uint8Array, from: number) => {
      if (faults.afterBytes === 0) return real.writeSync(file, bytes, from);
      if (from > 0) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      return real.writeSync(file, bytes.subarray(0, faults.afterBytes));
    },
  };
});

beforeEach(async () => {
  folders.stateDir = path.join(await mkdtemp(path.join(tmpdir(), 'weir-state-log-')), '.weir');
  faults.afterBytes = 0;
});
afterEach(() => rm(path.dirname(folders.stateDir), { recursive: true }));

test('grows at its end, is readable by its owner only, and can be replaced and removed', async () => {
  expect(await readStateLog('history/7.bin')).toBeNull();
  appendStateLog('history/7.bin', Buffer.from([1, 255]));
  appendStateLog('history/7.bin', Buffer.from([3]));
  expect([...((await readStateLog('history/7.bin')) ?? [])]).toEqual([1, 255, 3]);
  expect((await stat(path.join(folders.stateDir, 'history/7.bin'))).mode & 0o777).toBe(0o600);
  appendStateLog('history/12.bin', Buffer.from([1]));
  expect(await numberedStates('history', '.bin')).toEqual([7, 12]);
  await replaceStateLog('history/7.bin', Buffer.from([9]));
  expect([...((await readStateLog('history/7.bin')) ?? [])]).toEqual([9]);
  await removeStateLog('history/7.bin');
  expect(await numberedStates('history', '.bin')).toEqual([12]);
});

test('a disk that gets full leaves it as it was', async () => {
  appendStateLog('events.jsonl', Buffer.from('first\n'));
  faults.afterBytes = 3;
  expect(() => appendStateLog('events.jsonl', Buffer.from('second\n'))).toThrow(/disk is full/);
  expect((await readStateLog('events.jsonl'))?.toString()).toBe('first\n');
});

test('a link is left alone', async () => {
  appendStateLog('events.jsonl', Buffer.from(''));
  const elsewhere = path.join(path.dirname(folders.stateDir), 'elsewhere');
  await writeFile(elsewhere, 'mine');
  await removeStateLog('events.jsonl');
  await symlink(elsewhere, path.join(folders.stateDir, 'events.jsonl'));
  expect(() => appendStateLog('events.jsonl', Buffer.from('x'))).toThrow(/link/);
  expect(await readFile(elsewhere, 'utf8')).toBe('mine');
});

test.each(['../auth.json', 'auth.json', 'history/../auth.bin', 'history/0.bin'])(
  '%s is no log',
  async (name) => {
    expect(() => appendStateLog(name, Buffer.from('x'))).toThrow(/Not a log/);
  },
);
