import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { upPanel } from '@/lib/server/cli/up-panel';
import { forgetProcessState } from '../../support/panel/route-call';

const up = vi.hoisted(() => vi.fn(async () => undefined));
vi.mock('@/lib/server/compose/up', () => ({ upServices: up }));
vi.mock('@/lib/server/cli/up-gateway', () => ({ upGateway: async () => undefined }));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'weir-up-panel-'));
  vi.stubEnv('WEIR_STACK_DIR', folder);
  vi.stubEnv('WEIR_STACK_HOST_DIR', folder);
  forgetProcessState();
  writeFileSync(path.join(folder, '.env'), 'WEIR_PORT=8430\n');
});
afterEach(() => {
  vi.unstubAllEnvs();
  forgetProcessState();
  rmSync(folder, { recursive: true });
});

const compose = (weir: string) =>
  writeFileSync(path.join(folder, 'docker-compose.yml'), `services: {weir: {image: w${weir}}}\n`);

test('a panel that is not understood is not passed over: the update would be missing, and nobody told', async () => {
  compose(', env_file: own.env');
  await expect(upPanel(() => undefined)).rejects.toThrow(/services\.weir\.env_file/);
  expect(up).not.toHaveBeenCalled();
  compose('');
  await expect(upPanel(() => undefined)).resolves.toBe(0);
  expect(up).toHaveBeenCalled();
});
