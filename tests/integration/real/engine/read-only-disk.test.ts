import { mkdtempSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { readHost } from '@/lib/server/live/host';
import { mustRun } from '../../../support/run/exec';

test('a file system that the kernel makes read-only is seen, and one that takes writes again', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'weir disk '));
  vi.stubEnv('WEIR_STATE_DIR', dir);
  await mustRun('mount', ['-t', 'tmpfs', 'weir-test', dir]);
  try {
    expect((await readHost()).isReadOnly).toBe(false);
    await mustRun('mount', ['-o', 'remount,ro', dir]);
    expect((await readHost()).isReadOnly).toBe(true);
    expect(() => writeFileSync(path.join(dir, 'events.jsonl'), '')).toThrow('EROFS');
    await mustRun('mount', ['-o', 'remount,rw', dir]);
    expect((await readHost()).isReadOnly).toBe(false);
  } finally {
    await mustRun('umount', [dir]);
    rmdirSync(dir);
    vi.unstubAllEnvs();
  }
});
