import { beforeEach, expect, test, vi } from 'vitest';
import { readDrift } from '@/lib/server/change/drift';
import { AppError } from '@/lib/server/errors';

const world = vi.hoisted(() => ({
  fault: null as Error | null,
  fits: true as boolean | null,
  vmagent: 'same',
}));
vi.mock('@/lib/server/compose/fit', () => ({
  standings: async () => {
    if (world.fault) throw world.fault;
    return new Map([['vmagent', { isRunning: true, fits: world.fits }]]);
  },
}));
vi.mock('@/lib/server/stack/model', () => ({
  readModel: async () => ({
    notUnderstood: new Map([
      ['vmagent', { fault: new AppError('invalid-stack', 'services.vmagent.scale …') }],
    ]),
  }),
  servicesOf: () => ['vmagent'],
  servicesOffOf: () => [],
}));
vi.mock('@/lib/server/stack/wanted-config', () => ({
  compareWithRunning: async () => world.vmagent,
}));

beforeEach(() => {
  Object.assign(world, { fault: null, fits: true, vmagent: 'same' });
});

test('what was compared and fits is neither drift nor unknown', async () => {
  expect(await readDrift(new Map())).toEqual({ drift: [], unseen: [] });
});

test('while the engine does not answer nothing agrees: nobody knows', async () => {
  world.fault = new AppError('docker-unreachable', 'The Docker Engine does not answer.');
  expect(await readDrift(new Map())).toEqual({ drift: [], unseen: ['The Docker Engine does not answer.'] });
});

test('a service that is not understood is named with the reason', async () => {
  world.fits = null;
  expect(await readDrift(new Map())).toEqual({ drift: [], unseen: ['vmagent: services.vmagent.scale …'] });
});

test('while vmagent does not say what it runs, nobody knows whether that is what the file says', async () => {
  world.vmagent = 'silent';
  expect(await readDrift(new Map())).toEqual({
    drift: [],
    unseen: ['vmagent does not say which configuration it runs.'],
  });
});

test('where vmagent hides a password, nobody knows whether it is that of the file', async () => {
  world.vmagent = 'unsure';
  expect(await readDrift(new Map())).toEqual({
    drift: [],
    unseen: [expect.stringContaining('Part of vmagent’s configuration cannot be compared')],
  });
});
