import { rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { readTarget } from '@/lib/server/gateway/read/asked';
import { Refusal } from '@/lib/server/gateway/read/refusal';
import { panelRules } from '@/lib/server/gateway/rules/panel-rules';
import { findRule, nameOf } from '@/lib/server/gateway/rules/rule';
import { callsOutside } from '../../support/gateway/calls-outside.ts';
import { fakeWorld } from '../../support/gateway/fake-world.ts';

const fake = fakeWorld();
afterAll(() => rmSync(fake.dir, { recursive: true }));

/** Headers and what comes with a call that takes nothing are the server's to refuse. */
const pure = callsOutside.filter(({ headers = {} }) =>
  ['Content-Type', 'Content-Length'].some((name) => name in headers)
    ? 'Content-Type' in headers
    : Object.keys(headers).length === 0,
);

test('there are enough calls to try', () => {
  expect(callsOutside.length).toBeGreaterThanOrEqual(200);
});

describe('a call that the panel does not need is refused, and the engine is asked for nothing', () => {
  test.each(
    pure.map((call, index) => [`${index} ${call.method} ${call.target.slice(0, 90)}`, call] as const),
  )('%s', async (_, { method, target, body }) => {
    await expect(fake.ask(method, target, body)).rejects.toThrow(Refusal);
  });
});

describe('what the panel asks is found', () => {
  const id = 'b'.repeat(64);
  test.each([
    ['GET', '/_ping', 'GET /_ping'],
    ['GET', '/version', 'GET /version'],
    ['GET', '/v1.41/_ping', 'GET /_ping'],
    ['GET', '/v1.51/info', 'GET /info'],
    ['GET', '/v1.41/containers/json?all=true&filters=%7B%7D', 'GET /containers/json'],
    ['GET', `/v1.41/containers/${id}/json`, 'GET /containers/{id}/json'],
    [
      'GET',
      `/v1.41/containers/${id}/logs?stdout=1&stderr=1&timestamps=1&tail=200&follow=0&since=17.5`,
      'GET /containers/{id}/logs',
    ],
    ['GET', `/v1.41/containers/${id}/stats?stream=false&one-shot=true`, 'GET /containers/{id}/stats'],
    ['GET', '/v1.41/images/quay.io/a/b:v1@sha256:00/json', 'GET /images/{image}/json'],
    ['POST', '/v1.41/images/create?fromImage=victoriametrics%2Fvmagent&tag=v1.1.0', 'POST /images/create'],
    ['DELETE', `/v1.41/images/sha256:${id}`, 'DELETE /images/{image}'],
    ['POST', '/v1.41/networks/pi_monitoring/connect', 'POST /networks/{name}/connect'],
  ])('%s %s', (method, target, name) => {
    expect(nameOf(findRule(panelRules, readTarget(method, target)).rule)).toBe(name);
  });
});

test('a query is read as the client wrote it', () => {
  const { query } = readTarget('GET', '/v1.41/x?filters=%7B%22a%22%3A%5B%22b%22%5D%7D&all=true');
  expect(Object.fromEntries(query)).toEqual({ filters: '{"a":["b"]}', all: 'true' });
});

test('no two rules have the same name', () => {
  const names = panelRules.map(nameOf);
  expect(new Set(names).size).toBe(names.length);
});
