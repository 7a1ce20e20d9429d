import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFakeAws } from '../../../support/fakes/aws/fake-aws.ts';
import type { FakeCloud } from '../../../support/fakes/fake-clouds.ts';
import { signAssertion, tokenForm } from '../../../support/fakes/gcp/jwt.ts';
import { fakeGoogleKey, readGoogleKey } from '../../../support/fakes/gcp/keys.ts';
import { startFakeGoogle } from '../../../support/fakes/gcp/server.ts';
import { type Destination, startDestination } from '../../../support/stack/destination.ts';
import {
  type Engine,
  engineApiVersion,
  ensureEngine,
  startSecondEngine,
} from '../../../support/stack/engine.ts';
import { bridgeAddress } from '../../../support/stack/stack.ts';

describe('the stand-in for Grafana Cloud', () => {
  let destination: Destination;
  beforeAll(async () => {
    destination = await startDestination(await ensureEngine());
  });
  afterAll(() => destination?.remove());

  const push = async (user: string, password: string) => {
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    return (await fetch(destination.url, { method: 'POST', headers: { authorization }, body: '' })).status;
  };

  test('takes data with the right id and token only', async () => {
    expect(await push(destination.instanceId, destination.token)).toBe(204);
    expect(await push(destination.instanceId, 'wrong')).toBe(401);
    expect(await push('1', destination.token)).toBe(401);
  });

  test('refuses every block, goes away and comes back on demand', async () => {
    await destination.set('reject');
    expect(await push(destination.instanceId, destination.token)).toBe(400);
    await destination.set('outage');
    await expect(push(destination.instanceId, destination.token)).rejects.toThrow();
    await destination.set('accept');
    expect(await push(destination.instanceId, destination.token)).toBe(204);
  });
});

describe('the fake clouds', () => {
  const clouds: Pick<FakeCloud, 'close'>[] = [];
  afterAll(() => Promise.all(clouds.map((cloud) => cloud.close())));

  test('fake-aws refuses the key as AWS does', async () => {
    const cloud = await startFakeAws(await bridgeAddress(await ensureEngine()));
    clouds.push(cloud);
    const authorization = `AWS4-HMAC-SHA256 Credential=AKIA/20260301/eu-west-1/sts/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`;
    const body = 'Action=GetCallerIdentity';
    const response = await fetch(cloud.url, { method: 'POST', headers: { authorization }, body });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('<Code>InvalidClientTokenId</Code>');
  });

  test('fake Google refuses the key of an account that it does not know', async () => {
    const cloud = await startFakeGoogle(await bridgeAddress(await ensureEngine()));
    clouds.push(cloud);
    const tokenUri = `${cloud.url}/token`;
    const key = readGoogleKey(fakeGoogleKey('fake-project-123', tokenUri));
    const body = tokenForm(signAssertion(key, Math.floor(Date.now() / 1000)));
    const response = await fetch(tokenUri, { method: 'POST', body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'invalid_grant' });
  });
});

describe('a second engine', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startSecondEngine();
  });
  afterAll(() => engine?.remove());

  test('stops and comes back while the first goes on', async () => {
    const first = await ensureEngine();
    const address = await bridgeAddress(first);
    await engine.stop();
    expect(await engineApiVersion(engine.host)).toBeNull();
    await engine.start();
    expect(await engineApiVersion(engine.host)).not.toBeNull();
    expect(await bridgeAddress(first)).toBe(address);
  });
});
