import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refusal } from '@/lib/server/gateway/read/refusal';
import { fakeWorld, PROJECT } from '../../support/gateway/fake-world.ts';

const fake = fakeWorld();
afterAll(() => rmSync(fake.dir, { recursive: true }));
const VMAGENT = 'a'.repeat(64);
const PANEL = 'b'.repeat(64);
const OTHER = 'c'.repeat(64);

const update = (id: string, body: unknown) =>
  fake.ask('POST', `/v1.41/containers/${id}/update`, JSON.stringify(body));
const policy = (Name: string, MaximumRetryCount = 0) => ({ RestartPolicy: { Name, MaximumRetryCount } });

beforeAll(() => {
  const seen = (service: string, project = PROJECT) => ({
    Config: {
      Labels: { 'com.docker.compose.project': project, 'com.docker.compose.service': service },
    },
  });
  fake.engine.set(`/containers/${VMAGENT}/json`, seen('vmagent'));
  fake.engine.set(`/containers/${PANEL}/json`, seen('weir'));
  fake.engine.set(`/containers/${OTHER}/json`, seen('vmagent', 'other'));
});

describe('whether a container starts by itself', () => {
  test.each(['no', 'always'])('may be set to what is needed: %s', async (name) => {
    const answer = await update(VMAGENT, policy(name));
    expect('ask' in answer && JSON.parse(String(answer.ask.body?.bytes))).toEqual(policy(name));
  });

  test.each([
    ['another policy', policy('on-failure', 3)],
    ['tries', policy('no', 1)],
    ['a limit beside it', { ...policy('no'), Memory: 0 }],
    ['a limit alone', { PidsLimit: -1 }],
    ['nothing', {}],
  ])('is all that is changed: %s', async (_what, body) => {
    await expect(update(VMAGENT, body)).rejects.toThrow(Refusal);
  });

  test('stays as it is for the panel and for containers of others', async () => {
    await expect(update(PANEL, policy('no'))).rejects.toThrow(Refusal);
    await expect(update(OTHER, policy('no'))).rejects.toThrow(Refusal);
  });
});
