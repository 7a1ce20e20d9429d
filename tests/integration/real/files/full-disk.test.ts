import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readStackFile, writeStackFiles } from '@/lib/server/files/file-store';
import { writeState } from '@/lib/server/files/state/state-store';
import { forgetProcessState } from '../../../support/panel/route-call';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'weir-full-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder]);
  Object.assign(process.env, {
    WEIR_STACK_DIR: folder,
    WEIR_STATE_DIR: path.join(folder, '.weir'),
    WEIR_LOG_LEVEL: 'silent',
  });
  forgetProcessState();
});
afterAll(() => {
  execFileSync('umount', [folder]);
  rmdirSync(folder);
});

test('on a disk that is really full nothing is half-written, and the files before stay', async () => {
  mkdirSync(path.join(folder, 'config'));
  await writeStackFiles([{ id: 'env', text: 'A=1\n' }]);
  await writeState('auth', { a: 1 });
  writeFileSync(path.join(folder, 'filler'), Buffer.alloc(180_000));

  const change = writeStackFiles([
    { id: 'env', text: 'A=2\n' },
    { id: 'yace-config', text: '#'.repeat(200_000) },
  ]);
  await expect(change).rejects.toMatchObject({ code: 'disk-full' });
  await expect(writeState('auth', { a: '2'.repeat(200_000) })).rejects.toMatchObject({ code: 'disk-full' });

  expect(await readStackFile('env')).toBe('A=1\n');
  expect(JSON.parse(readFileSync(path.join(folder, '.weir/auth.json'), 'utf8'))).toEqual({ a: 1 });
  const left = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  expect(left.filter((name) => name.includes('.tmp'))).toEqual([]);
  expect(left).not.toContain('config/yace/config.yml');
});
