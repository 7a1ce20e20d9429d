import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { setUnsettled } from '@/lib/server/change/state';
import { startServiceAction } from '@/lib/server/containers/service-actions';
import { whyLeftOut } from '@/lib/server/control/left-out';
import { AppError } from '@/lib/server/errors';
import { followTask } from '@/lib/server/tasks/follow';
import { freshPanel } from '../../support/panel/route-call';

const image = vi.hoisted(() => ({ fault: null as Error | null }));
vi.mock('@/lib/server/stack/model', () => ({
  readModel: async () => ({ enabled: new Set(['cadvisor']) }),
}));
vi.mock('@/lib/server/images/image-source', () => ({ imageWish: () => ({ image: 'example/cadvisor:1' }) }));
vi.mock('@/lib/server/images/get-image', () => ({
  getImage: async () => {
    throw image.fault;
  },
}));

let panel: ReturnType<typeof freshPanel>;
beforeEach(() => {
  panel = freshPanel();
});
afterEach(() => {
  setUnsettled(null);
  panel.remove();
});

const start = () =>
  followTask(
    () => startServiceAction('cadvisor', 'start'),
    () => undefined,
  );

test('why a service could not be started is kept in mind for its finding', async () => {
  image.fault = new AppError('image-missing', 'The image cannot be had.');
  expect(await start()).toMatchObject({ state: 'failed' });
  expect(whyLeftOut('cadvisor')).toBe('The image cannot be had.');
});

test.each(['task-running', 'docker-unreachable', 'docker-denied'] as const)(
  '%s kept the start from beginning, and is no reason of the service',
  async (code) => {
    image.fault = new AppError(code, 'An earlier change is not finished yet.');
    expect(await start()).toMatchObject({ state: 'failed' });
    expect(whyLeftOut('cadvisor')).toBeNull();
  },
);

test('while a change is being put back, no service is started with files that may be half of it', () => {
  setUnsettled('“Labels” was cut short and is being put back.');
  expect(() => startServiceAction('cadvisor', 'start')).toThrow(/is being put back/);
});
