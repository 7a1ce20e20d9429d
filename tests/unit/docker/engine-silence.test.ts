import { beforeEach, expect, test, vi } from 'vitest';
import { engineAnswers, engineInfo, engineIsThere } from '@/lib/server/docker/engine';
import { AppError } from '@/lib/server/errors';

const pings: (Error | null)[] = [];
vi.mock('@/lib/server/docker/client', () => {
  const ping = async () => {
    const failure = pings.shift();
    if (failure) throw failure;
  };
  return {
    ping,
    freshClient: () => ({}),
    engineVersions: async () => ({ release: '28.0.0', apiVersion: '1.48' }),
    withDocker: (run: (client: unknown) => unknown) => run({ info: async () => ({ MemoryLimit: true }) }),
  };
});

const silence = () => new AppError('timeout', 'The Docker Engine did not answer in time.');

beforeEach(() => {
  pings.length = 0;
});

test('an engine that is silent once is busy, and asked again', async () => {
  pings.push(silence(), null);
  expect(await engineInfo()).toMatchObject({ state: 'up', version: '28.0.0' });
});

test('one that is silent twice does not answer', async () => {
  pings.push(silence(), silence());
  expect(await engineInfo()).toMatchObject({
    state: 'unreachable',
    message: expect.stringMatching(/in time/),
  });
});

test('one that is not there is not asked again', async () => {
  pings.push(new AppError('docker-unreachable', 'The Docker Engine does not answer.'), null);
  expect(await engineInfo()).toMatchObject({ state: 'unreachable' });
  expect(pings).toEqual([null]);
});

test('where something failed, an engine that is silent once is still there, and one that is silent twice is not', async () => {
  pings.push(silence(), null);
  expect(await engineIsThere()).toBe(true);
  pings.push(silence(), silence());
  expect(await engineIsThere()).toBe(false);
});

test('a watch that counts silences by itself hears of each', async () => {
  pings.push(silence(), null);
  expect(await engineAnswers()).toBe(false);
  expect(pings).toEqual([null]);
});
