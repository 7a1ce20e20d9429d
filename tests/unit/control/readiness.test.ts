import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isSeenToWork } from '@/lib/server/control/readiness';
import type { ServiceContainer } from '@/lib/server/docker/containers';
import { forgetProcessState } from '../../support/panel/route-call';

const STARTED_MS = 1_800_000_000_000;
const container = { service: 'vmagent', startedAtMs: STARTED_MS } as ServiceContainer;

let server: Server;
let metrics: string;

beforeEach(async () => {
  server = createServer((_, response) => response.end(metrics));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  vi.stubEnv('WEIR_VMAGENT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  forgetProcessState();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const process = (startedSeconds: number, loadedSeconds: number) =>
  [
    'vmagent_remotewrite_pending_data_bytes 0',
    `vm_app_start_timestamp ${startedSeconds}`,
    'vm_promscrape_config_last_reload_successful 1',
    `vm_promscrape_config_last_reload_success_timestamp_seconds ${loadedSeconds}`,
    '',
  ].join('\n');

test.each([
  ['the new process has read its configuration', STARTED_MS / 1000, STARTED_MS / 1000 + 1, true],
  ['it answers, and may still end over its configuration', STARTED_MS / 1000, 0, false],
  ['the one before answers', STARTED_MS / 1000 - 60, STARTED_MS / 1000 - 59, false],
])('%s', async (_, startedSeconds, loadedSeconds, isSeen) => {
  metrics = process(startedSeconds, loadedSeconds);
  await expect(isSeenToWork(container)).resolves.toBe(isSeen);
});
