import { expect, test, vi } from 'vitest';
import { containerVariables } from '@/lib/server/docker/own';

const seen = vi.hoisted(() => ({ Env: [] as string[], Hostname: 'abc' }));
const labels = { 'com.docker.compose.project': 'weir-test', 'com.docker.compose.service': 'vmagent' };
const info = { Id: 'abc', Names: ['/vmagent'], Labels: labels, State: 'running', Created: 0 };
vi.mock('@/lib/server/env', () => ({ env: () => ({ project: 'weir-test' }) }));
vi.mock('@/lib/server/docker/client', () => ({
  withDocker: (call: (client: unknown) => unknown) =>
    call({
      listContainers: async () => [info],
      getContainer: () => ({ inspect: async () => ({ Config: seen }) }),
    }),
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
