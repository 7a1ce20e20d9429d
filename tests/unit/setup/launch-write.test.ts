import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readJournal } from '@/lib/server/change/records/journal';
import { recoverApply } from '@/lib/server/change/recover';
import { assertSettled } from '@/lib/server/change/state';
import { writeAllOrNone } from '@/lib/server/change/write';
import { bundled } from '../../support/panel/bundle';
import { forgetProcessState } from '../../support/panel/route-call';
import { run, waitFor } from '../../support/run/exec';

const files = [
  { id: 'env', before: 'A=1\n', after: 'A=2\n' },
  { id: 'vmagent-config', before: null, after: 'global: {}\n' },
] as const;
let dir = '';
const read = (name: string) => readFileSync(path.join(dir, name), 'utf8');

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'weir-launch-write-'));
  vi.stubEnv('WEIR_STACK_DIR', dir);
  vi.stubEnv('WEIR_STATE_DIR', path.join(dir, '.weir'));
  vi.stubEnv('WEIR_LOG_LEVEL', 'silent');
  vi.stubEnv('DOCKER_HOST', 'unix:///nowhere/docker.sock');
  forgetProcessState();
  writeFileSync(path.join(dir, '.env'), 'A=1\n', { mode: 0o600 });
});
afterEach(() => {
  vi.unstubAllEnvs();
  forgetProcessState();
  rmSync(dir, { recursive: true });
});

test('what a launch writes is there, and no trace of how', async () => {
  await writeAllOrNone('Launch', [...files]);
  expect(read('.env')).toBe('A=2\n');
  expect(read('config/vmagent/prometheus.yml')).toBe('global: {}\n');
  expect(await readJournal()).toBeNull();
});

test('killed between two files, it leaves what the next start puts back before anything else', async () => {
  const program = await bundled(
    'launch-write',
    `import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    import { writeAllOrNone } from '@/lib/server/change/write';
    const { rename } = fs.promises;
    fs.promises.rename = (from, to) =>
      String(to).endsWith('prometheus.yml') ? process.kill(process.pid, 'SIGKILL') : rename(from, to);
    syncBuiltinESMExports();
    await writeAllOrNone('Launch', ${JSON.stringify(files)});`,
  );
  const { code } = await run(process.execPath, [program], { env: process.env });
  expect(code).not.toBe(0);
  expect(read('.env')).toBe('A=2\n');
  expect((await readJournal())?.title).toBe('Launch');

  await recoverApply();
  expect(read('.env')).toBe('A=1\n');
  expect(() => read('config/vmagent/prometheus.yml')).toThrow('ENOENT');
  // The services are looked at when the engine is there; until then nothing else begins.
  await waitFor('the reason', () => {
    expect(() => assertSettled()).toThrow('“Launch” was cut short');
    return true;
  });
});

test('a file that cannot be written leaves all as they were', async () => {
  writeFileSync(path.join(dir, 'config'), 'a file where the folder should be');
  await expect(writeAllOrNone('Launch', [...files])).rejects.toThrow();
  expect(read('.env')).toBe('A=1\n');
  expect(await readJournal()).toBeNull();
});
