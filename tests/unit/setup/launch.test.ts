import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '@/lib/server/errors';
import { followJob } from '@/lib/server/jobs/follow';
import { readProgress } from '@/lib/server/setup/answers/setup-draft';
import { startLaunch } from '@/lib/server/setup/launch';
import { freshPanel } from '../../support/panel/route-call';

const done = vi.hoisted(() => async () => undefined);
vi.mock('@/lib/server/docker/engine', () => ({ engineAnswers: async () => true }));
vi.mock('@/lib/server/compose/wait', () => ({ waitForService: done }));
vi.mock('@/lib/server/vmagent/client', () => ({ readMetrics: async () => null }));
vi.mock('@/lib/server/files/file-store', async (original) => ({
  ...(await original<object>()),
  closeSecretFiles: done,
}));
vi.mock('@/lib/server/setup/launch/check', () => ({
  check: async () => ({ wanted: [], model: { enabled: new Set(['vmagent']) } }),
  validate: async () => ({ settings: {}, files: [], model: { enabled: new Set(['vmagent']) } }),
}));
vi.mock('@/lib/server/setup/launch/images', () => ({ getImages: async () => new Map() }));
vi.mock('@/lib/server/setup/launch/record', () => ({ recordLaunch: done }));
vi.mock('@/lib/server/setup/launch/start', () => ({ start: done }));
vi.mock('@/lib/server/setup/launch/write', () => ({ writeAllOrNone: done }));
vi.mock('@/lib/server/setup/launch/verify', () => ({
  sourcesOn: () => ['pi'],
  watchDelivery: done,
  watchScrapes: done,
}));
vi.mock('@/lib/server/setup/source-sight', () => ({
  watchSources: async () => {
    throw new AppError('docker-unreachable', 'The Docker Engine does not answer.');
  },
}));

let panel: ReturnType<typeof freshPanel>;
beforeEach(() => {
  panel = freshPanel();
});
afterEach(() => panel.remove());

test('a launch that delivered has delivered, also where it ends before all sources are seen', async () => {
  const job = await followJob(
    () => startLaunch(),
    () => undefined,
  );
  expect(job).toMatchObject({ state: 'failed', error: { code: 'docker-unreachable' } });
  expect((await readProgress()).deliveredAtMs).toEqual(expect.any(Number));
});
