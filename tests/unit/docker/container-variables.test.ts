import { expect, test, vi } from 'vitest';
import { containerVariables } from '@/lib/server/docker/containers';

const seen = vi.hoisted(() => ({ Env: [] as string[], Hostname: 'abc' }));
vi.mock('@/lib/server/docker/own', () => ({
  containersOf: async () => [{ id: 'abc' }],
  onContainer: (_: unknown, call: (container: unknown) => unknown) =>
    call({ inspect: async () => ({ Config: seen }) }),
}));

test('a bare name in the environment, as `- PROXY` leaves it, is no variable of the program', async () => {
  seen.Env = ['SITE=attic=1', 'PROXY', 'EMPTY='];
  expect(await containerVariables('vmagent')).toEqual({
    HOSTNAME: 'abc',
    HOME: null,
    SITE: 'attic=1',
    EMPTY: '',
  });
});
