import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GET as readAnswer } from '@/app/api/targets/[job]/route';
import type { Answer } from '@/lib/schemas/settings/answer';
import { hub } from '@/lib/server/sampler/hub';
import { snapshots } from '../support/fixtures/snapshots.ts';
import { claim, type Owner } from '../support/panel/panel-client.ts';
import { freshStack, panelRequest } from '../support/panel/route-call.ts';

const URLS = ['WEIR_YACE_URL', 'WEIR_VMAGENT_URL'];

let stack: ReturnType<typeof freshStack>;
let owner: Owner;
let exporter: Server;
let asked: number;

beforeEach(async () => {
  stack = freshStack();
  asked = 0;
  exporter = createServer((_, response) => {
    asked += 1;
    response.end('aws_sqs_messages{queue="jobs"} 5\ngo_goroutines 7\nstackdriver_run_requests 3\n');
  });
  exporter.listen(0, '127.0.0.1');
  await once(exporter, 'listening');
  const { port } = exporter.address() as AddressInfo;
  for (const name of URLS) process.env[name] = `http://127.0.0.1:${port}`;
  writeFileSync(path.join(stack.dir, '.env'), `STACKDRIVER_PORT=${port}\n`);
  hub().publish(snapshots.delivering);
  owner = await claim();
});
afterEach(() => {
  exporter.close();
  exporter.closeAllConnections();
  for (const name of URLS) delete process.env[name];
  stack.remove();
});

const ask = (job: string, query = '') => owner.call<Answer>(readAnswer, { params: { job }, query });

describe('what a target says now', () => {
  test('is asked of its exporter once for many looks, beside what the filter in the files keeps', async () => {
    expect(await ask('yace')).toMatchObject({ state: 'read', offered: 3, kept: 1 });
    expect(await ask('yace', '?part=kept')).toMatchObject({ metrics: [{ name: 'aws_sqs_messages' }] });
    expect(asked).toBe(1);
  });

  test('costs a collection where one is billed, which is made when somebody says so', async () => {
    expect(await ask('stackdriver-exporter')).toMatchObject({ state: 'costs', by: 'Google' });
    expect(asked).toBe(0);
    const first = await ask('stackdriver-exporter', '?mayCost=true');
    expect(first).toMatchObject({ state: 'read', offered: 3, kept: 1 });
    // Kept: as old as it is.
    expect(await ask('stackdriver-exporter')).toEqual(first);
    expect(asked).toBe(1);
  });

  test('is not there for a job that is none of Weir’s, nor for who is not signed in', async () => {
    await expect(ask('../vmagent')).rejects.toThrow(/422|404/);
    const response = await readAnswer(panelRequest('/api/targets/yace'), {
      params: Promise.resolve({ job: 'yace' }),
    });
    expect(response.status).toBe(401);
    expect(asked).toBe(0);
  });

  test('says which exporter does not answer', async () => {
    exporter.close();
    exporter.closeAllConnections();
    await expect(ask('yace')).rejects.toThrow(/does not answer right now/);
  });
});
