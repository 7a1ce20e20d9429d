import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { upPanel } from '@/lib/server/cli/up-panel';
import type { ComposeModel } from '@/lib/server/compose/reader/spec';
import { forgetProcessState } from '../../support/panel/route-call';

const up = vi.hoisted(() => vi.fn(async (_model: ComposeModel) => undefined));
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

test('what compose/up has checked counts, whatever the panel has written into .env meanwhile', async () => {
  writeFileSync(path.join(folder, '.env'), 'WEIR_IMAGE=evil/weir\nWEIR_UID=0\nVMAGENT_IMAGE=evil/vmagent\n');
  vi.stubEnv('WEIR_IMAGE', 'weir:checked');
  vi.stubEnv('WEIR_UID', '1000');
  vi.stubEnv('VMAGENT_IMAGE', '');
  compose(', user: "${WEIR_UID}", environment: {A: "${WEIR_IMAGE}", B: "${VMAGENT_IMAGE:-none}"}');
  await upPanel(() => undefined);
  expect(up.mock.lastCall?.[0].services.get('weir')).toMatchObject({
    user: '1000',
    environment: { A: 'weir:checked', B: 'none' },
  });
});
