import { rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { readTarget } from '@/lib/server/gateway/read/asked';
import { isEarly, restartEarly } from '@/lib/server/gateway/rules/early-names';
import type { Ask } from '@/lib/server/gateway/rules/engine';
import { nameRules } from '@/lib/server/gateway/rules/name-rules';
import { findRule } from '@/lib/server/gateway/rules/rule';
import { fakeWorld } from '../../support/gateway/fake-world.ts';

const fake = fakeWorld();
afterAll(() => rmSync(fake.dir, { recursive: true }));
const ID = 'a'.repeat(64);
const OPENED = Date.parse('2026-12-01T10:00:00Z');

async function told(path: string, seen: object): Promise<unknown> {
  const asked = readTarget('GET', `/v1.24${path}`, 24);
  const { rule, hole } = findRule(nameRules, asked);
  const signal = new AbortController().signal;
  const answer = await rule.answer({ asked, hole, body: Buffer.alloc(0), world: fake.world, signal });
  if (!('cut' in answer)) throw new Error('The answer is not cut.');
  return answer.cut(seen);
}

test('an engine is told as one whose layers cAdvisor does not look for', async () => {
  const seen = { ServerVersion: '29.1.0', Driver: 'overlayfs', NCPU: 4, RegistryConfig: {}, Labels: ['x'] };
  expect(await told('/info', seen)).toEqual({ ServerVersion: '1.9.0', Driver: 'vfs', NCPU: 4 });
});

test('a container is told by its name, its limits and the labels of Compose', async () => {
  const labels = { 'com.docker.compose.project': 'pi', 'com.docker.compose.service': 'vmagent' };
  const seen = {
    Id: ID,
    Name: '/pi-vmagent-1',
    Path: '/vmagent-prod',
    Args: ['-remoteWrite.url=https://user:secret@example'],
    Config: {
      Image: 'i',
      Env: ['KEY=secret'],
      Cmd: ['secret'],
      Labels: { ...labels, 'proxy.auth': 'secret' },
    },
    HostConfig: { Memory: 1, Binds: ['/secret:/x'] },
    Mounts: [{ Source: '/secret' }],
    State: { Pid: 7, Running: true },
  };
  const answer = await told(`/containers/${ID}/json`, seen);
  expect(answer).toMatchObject({
    Id: ID,
    Name: '/pi-vmagent-1',
    Config: { Labels: labels },
    State: { Pid: 7 },
  });
  expect(JSON.stringify(answer)).not.toContain('secret');
});

describe('cAdvisor is started again', () => {
  test.each([
    ['2026-12-01T09:59:58.5Z', true],
    ['2026-12-01T09:58:30Z', true],
    ['2026-12-01T10:00:00.5Z', false],
    ['2026-12-01T09:00:00Z', false],
    ['0001-01-01T00:00:00Z', false],
    [undefined, false],
  ])('where it was started at %s: %s', (startedAt, expected) => {
    expect(isEarly(startedAt, OPENED)).toBe(expected);
  });

  test('once, and nothing else is', async () => {
    const asks: Ask[] = [];
    const json = async (ask: Ask) => {
      asks.push(ask);
      if (ask.path === '/containers/json') return [{ Id: ID }];
      return ask.method === 'GET' ? { State: { StartedAt: '2026-12-01T09:59:59Z' } } : null;
    };
    const world = { ...fake.world, engine: { ...fake.world.engine, json } };
    expect(await restartEarly(world, OPENED)).toBe(1);
    expect(asks.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /containers/json',
      `GET /containers/${ID}/json`,
      `POST /containers/${ID}/restart`,
    ]);
    expect(asks[0]?.query?.filters).toContain('com.docker.compose.service=cadvisor');
  });
});
