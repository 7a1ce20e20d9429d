import { expect, test, vi } from 'vitest';
import { containersOf, currentContainers } from '@/lib/server/docker/own';

const engine = vi.hoisted(() => ({ containers: [] as object[] }));
vi.mock('@/lib/server/env', () => ({ env: () => ({ project: 'p' }) }));
vi.mock('@/lib/server/docker/client', () => ({
  withDocker: async (call: (client: object) => unknown) =>
    call({ listContainers: async () => engine.containers }),
}));

const labels = { 'com.docker.compose.project': 'p', 'com.docker.compose.service': 'vmagent' };
const made = (State: string, name: string, Created = 1) => ({
  Id: `${State} ${name}`,
  Names: [`/${name}`],
  Labels: labels,
  State,
  Created,
});
const INTERIM = '0123456789ab_p-vmagent-1';

test.each([
  ['running', 'removing'],
  ['exited', 'removing'],
  ['created', 'dead'],
])('a new container that is %s stands for its service before one that is %s', async (state, going) => {
  engine.containers = [made(going, 'p-vmagent-1', 2), made(state, INTERIM)];
  expect((await containersOf('vmagent')).map(({ info }) => info.State)).toEqual([state, going]);
  expect((await currentContainers()).map(({ info }) => info.State)).toEqual([state]);
});

test('of two that run, the one with the name of the service stands for it', async () => {
  engine.containers = [made('running', INTERIM, 2), made('running', 'p-vmagent-1')];
  expect((await currentContainers()).map(({ name }) => name)).toEqual(['p-vmagent-1']);
});
