import { copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { POST as tryProof } from '@/app/api/proof/test/route';
import type { ProofResult } from '@/lib/schemas/look/proof';
import { readNewestOf } from '@/lib/server/destination/newest';
import { setEnv } from '@/lib/server/files/env/env-file';
import { storeAnswer } from '../../support/fakes/fake-store';
import { lanAddress } from '../../support/fakes/receivers';
import { claim, type Owner } from '../../support/panel/panel-client';
import { freshStack } from '../../support/panel/route-call';

let stack: ReturnType<typeof freshStack>;
let owner: Owner;
/** A destination and a stranger; each keeps the tokens that came. */
let servers: { server: Server; origin: string; tokens: string[] }[];
let newestAtMs: number | null;

const tokenIn = (authorization = '') => Buffer.from(authorization.replace('Basic ', ''), 'base64').toString();

async function listen() {
  const tokens: string[] = [];
  const server = createServer(({ headers }, response) => {
    tokens.push(tokenIn(headers.authorization));
    const metric = { job: 'vmagent', of: 'scrape' };
    const value = [0, String((newestAtMs ?? 0) / 1000)];
    response.end(newestAtMs === null ? storeAnswer() : storeAnswer({ metric, value }));
  });
  const host = lanAddress();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return { server, origin: `http://${host}:${(server.address() as AddressInfo).port}`, tokens };
}

const envFile = () => path.join(stack.dir, '.env');
function write(changes: Record<string, string>): void {
  writeFileSync(envFile(), setEnv(readFileSync(envFile(), 'utf8'), changes));
}

beforeEach(async () => {
  newestAtMs = Date.now() - 12_000;
  servers = [await listen(), await listen()];
  stack = freshStack();
  cpSync(path.join(stack.dir, 'config.example'), path.join(stack.dir, 'config'), { recursive: true });
  copyFileSync(path.join(stack.dir, '.env.example'), envFile());
  owner = await claim();
  const [mine] = servers;
  write({
    WEIR_DESTINATION: 'other',
    REMOTE_WRITE_URL: `${mine?.origin}/api/v1/write`,
    REMOTE_WRITE_USERNAME: 'writer',
    WEIR_PROOF_TOKEN: 'kept',
    WEIR_PROOF_FOR: `${mine?.origin}/writer`,
  });
});
afterEach(async () => {
  stack.remove();
  for (const { server } of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const tried = (body: object) => owner.call<ProofResult>(tryProof, { method: 'POST', body });
const settings = () => ({
  destination: { kind: 'other' as const, url: `${servers[0]?.origin}/api/v1/write` },
  cluster: 'pi',
});

describe('a token is tried', () => {
  test('the one that is typed, else the one that is kept, with the name for writing', async () => {
    expect(await tried({ token: 'typed' })).toEqual({ state: 'shown', ageSeconds: expect.any(Number) });
    await tried({ username: 'reader' });
    expect(servers[0]?.tokens).toEqual(['writer:typed', 'reader:kept']);
  });

  test('and may show nothing of this Pi', async () => {
    newestAtMs = null;
    expect(await tried({})).toMatchObject({ state: 'nothing' });
  });

  test('and is not asked for where there is none', async () => {
    write({ WEIR_PROOF_TOKEN: '' });
    await expect(tried({})).rejects.toThrow(/^422/);
  });
});

describe('the token that is kept goes to no other', () => {
  test.each<[string, () => Record<string, string>]>([
    ['host', () => ({ REMOTE_WRITE_URL: `${servers[1]?.origin}/api/v1/write` })],
    ['name that writes', () => ({ REMOTE_WRITE_USERNAME: 'another' })],
  ])('%s, when it is tried and when it is used', async (_, change) => {
    write(change());
    await expect(tried({})).rejects.toThrow(/^422/);
    const url = change().REMOTE_WRITE_URL ?? settings().destination.url;
    const moved = { ...settings(), destination: { kind: 'other' as const, url } };
    await expect(readNewestOf(moved, [])).rejects.toMatchObject({ code: 'invalid-stack' });
    expect(servers.flatMap(({ tokens }) => tokens)).toEqual([]);
  });
});

test('once a minute the destination is asked with it', async () => {
  const newest = await readNewestOf(settings(), []);
  expect(newest.get('vmagent')?.scrapedAtMs).toBe(newestAtMs);
  expect(servers[0]?.tokens).toEqual(['writer:kept']);
});

test('what a file lacks is no answer of the destination', async () => {
  writeFileSync(envFile(), "B='not closed\n");
  await expect(readNewestOf(settings(), [])).rejects.toMatchObject({ code: 'invalid-stack' });
});
