import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { allowedHosts } from '@/lib/server/auth/allowed-hosts';
import { isAllowedHost } from '@/lib/server/http/host-rules';
import { watchOwnerHosts } from '@/lib/server/owner/hosts';
import { startTask } from '@/lib/server/tasks/tasks';
import { forgetProcessState } from '../../support/panel/route-call';
import { waitFor } from '../../support/run/exec.ts';

let dir: string;
const write = (hosts: string) => writeFileSync(path.join(dir, '.env'), `A=1\nWEIR_ALLOWED_HOSTS=${hosts}\n`);

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'weir-hosts-'));
  vi.stubEnv('WEIR_STACK_DIR', dir);
  vi.stubEnv('WEIR_LOG_LEVEL', 'silent');
  vi.stubEnv('WEIR_ALLOWED_HOSTS', 'pond.example,given.example');
  forgetProcessState();
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
  forgetProcessState();
});

const runTask = () => startTask({ kind: 'apply', title: 'x', service: null, steps: [] }, async () => 'done');

test('a name that an apply has written counts at once, and one that it took away no more', async () => {
  write('pond.example');
  await watchOwnerHosts();
  expect(allowedHosts()).toEqual(['given.example', 'pond.example']);
  write('Lake.example, river.example');
  expect(isAllowedHost('lake.example')).toBe(false);
  runTask();
  await waitFor('the name', () => isAllowedHost('lake.example:8430'), { everyMs: 5 });
  expect(isAllowedHost('pond.example')).toBe(false);
  expect(isAllowedHost('given.example')).toBe(true);
});

test('without a file that can be read, the names stay as they are', async () => {
  await watchOwnerHosts();
  expect(allowedHosts()).toEqual(['pond.example', 'given.example']);
  write('lake.example');
  runTask();
  await waitFor('the name', () => isAllowedHost('lake.example'), { everyMs: 5 });
  writeFileSync(path.join(dir, '.env'), "A='never closed\n");
  runTask();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(isAllowedHost('lake.example')).toBe(true);
});
