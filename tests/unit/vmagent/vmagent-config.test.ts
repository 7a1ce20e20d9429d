import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { readRunningConfig } from '@/lib/server/vmagent/running-config';
import { forgetProcessState } from '../../support/panel/route-call';

let yaml = '';
const fakeVmagent = createServer((_request, response) => {
  response.end(JSON.stringify({ status: 'success', data: { yaml } }));
});

afterEach(() => {
  fakeVmagent.close();
  vi.unstubAllEnvs();
});

test('what a vmagent runs that has not read its file yet is not known, and is no other configuration', async () => {
  await new Promise<void>((resolve) => fakeVmagent.listen(0, '127.0.0.1', resolve));
  const { port } = fakeVmagent.address() as AddressInfo;
  vi.stubEnv('WEIR_VMAGENT_URL', `http://127.0.0.1:${port}`);
  forgetProcessState();
  await expect(readRunningConfig()).rejects.toMatchObject({ code: 'vmagent-unreachable' });
  yaml = 'global: {}\n';
  await expect(readRunningConfig()).resolves.toBe(yaml);
});
