import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '@/lib/server/errors';
import { readProgress } from '@/lib/server/setup/answers/setup-answers';
import { startLaunch } from '@/lib/server/setup/launch';
import { followTask } from '@/lib/server/tasks/follow';
import { freshPanel } from '../../support/panel/route-call';

const done = vi.hoisted(() => async () => undefined);
vi.mock('@/lib/server/docker/engine', () => ({ engineAnswers: async () => true }));
vi.mock('@/lib/server/setup/launch-check', () => ({
  check: async () => ({
    look: done,
    isFirst: true,
    looked: {
      changed: [],
      question: null,
      after: { texts: new Map(), model: { enabled: new Set(['vmagent']) } },
    },
  }),
}));
vi.mock('@/lib/server/change/steps/images', () => ({ getChangeImages: async () => null }));
vi.mock('@/lib/server/change/steps/validate', () => ({ validateChange: done }));
vi.mock('@/lib/server/change/steps/commit', () => ({
  assertNoJournal: done,
  changedFiles: () => [],
  recordPresent: done,
}));
vi.mock('@/lib/server/change/steps/act', () => ({ bring: done }));
vi.mock('@/lib/server/change/steps/delivery', () => ({ watchFirstBlock: done }));
vi.mock('@/lib/server/setup/stay-up', () => ({ stayUp: done }));
vi.mock('@/lib/server/setup/first-scrape', () => ({ sourcesOn: () => ['pi'], watchScrapes: done }));
vi.mock('@/lib/server/sight/watch-sources', () => ({
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
  const task = await followTask(
    () => startLaunch(),
    () => undefined,
  );
  expect(task).toMatchObject({ state: 'failed', error: { code: 'docker-unreachable' } });
  expect((await readProgress()).deliveredAtMs).toEqual(expect.any(Number));
});
