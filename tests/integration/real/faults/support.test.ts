import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GET as download } from '@/app/api/support/[id]/archive/route';
import { POST as make, GET as show } from '@/app/api/support/route';
import { PUT as saveDestination } from '@/app/api/wizard/destination/route';
import { POST as launch } from '@/app/api/wizard/launch/route';
import { PUT as saveName } from '@/app/api/wizard/name/route';
import { PUT as saveSources } from '@/app/api/wizard/sources/route';
import type { SupportBundle, SupportState } from '@/lib/schemas/support';
import type { TaskStarted } from '@/lib/schemas/task';
import { live, startLive } from '@/lib/server/live/live';
import { hub } from '@/lib/server/sampler/hub';
import { foundIn } from '../../../support/cases/secret-forms';
import { claim, type Owner } from '../../../support/panel/panel-client';
import { forgetProcessState, panelRequest } from '../../../support/panel/route-call';
import { waitFor } from '../../../support/run/exec';
import { PI_ONLY } from '../../../support/stack/pipeline';
import { type TempStack, tempStack } from '../../../support/stack/stack';
import { unzip } from '../../../support/unzip';

/** Encoded in an address, escaped in JSON, and both in vmagent's log. */
const SECRET = 'reeds & "pond"/17+%';
let stack: TempStack;
let owner: Owner;

beforeAll(async () => {
  stack = await tempStack({ name: 'support' });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  appendFileSync(path.join(stack.dir, '.env'), `MY_TOKEN='${SECRET}'\n`);
  const config = path.join(stack.dir, 'config/vmagent/prometheus.yml');
  writeFileSync(
    config,
    `${readFileSync(config, 'utf8').trimEnd()}

  - job_name: mine
    scrape_interval: 2s
    params: {key: [${JSON.stringify(SECRET)}]}
    basic_auth: {username: me, password: ${JSON.stringify(SECRET)}}
    static_configs: [{targets: ["127.0.0.1:1"]}]
`,
  );
  const key = path.join(stack.dir, 'config/gcp/key.json');
  mkdirSync(path.dirname(key), { recursive: true });
  writeFileSync(key, JSON.stringify({ type: 'service_account', private_key: 'not-a-real-key-0123456789' }));
  owner = await claim();
  await owner.call(saveDestination, { method: 'PUT', body: { kind: 'local' } });
  await owner.call(saveSources, { method: 'PUT', body: PI_ONLY });
  await owner.call(saveName, { method: 'PUT', body: { cluster: 'boat-house' } });
  const { taskId } = await owner.call<TaskStarted>(launch, { method: 'POST', body: {} });
  expect(await owner.task(taskId)).toMatchObject({ state: 'succeeded', error: null });
  startLive();
  hub().subscribe(() => undefined);
});
afterAll(async () => {
  live().sampler.stop();
  await stack?.remove();
});

async function made(
  hide: string[],
): Promise<{ bundle: SupportBundle; text: (name: string) => string; all: string }> {
  await owner.call(make, { method: 'POST', body: { hide } });
  const bundle = await waitFor(
    'the bundle',
    async () => {
      const { making, bundle: ready } = await owner.call<SupportState>(show);
      return making ? null : ready;
    },
    { timeoutMs: 30_000, everyMs: 20 },
  );
  const answer = await download(panelRequest('/x', { cookie: owner.cookie }), {
    params: Promise.resolve({ id: bundle.id }),
  });
  const files = unzip(Buffer.from(await answer.arrayBuffer()));
  const folder = bundle.fileName.replace('.zip', '');
  return {
    bundle,
    text: (name) => files.get(`${folder}/${name}`)?.toString('utf8') ?? '',
    all: [...files.values()].join('\n'),
  };
}

test('the bundle of a running stack says all there is to say, and no secret', async () => {
  const id = (await stack.containerId('vmagent')) ?? '';
  await waitFor(
    'the secret in vmagent’s own log',
    async () => (await stack.engine.logs(id)).includes(encodeURIComponent(SECRET).slice(0, 5)),
    { timeoutMs: 30_000 },
  );
  await waitFor('the finding', () =>
    hub()
      .snapshot()
      .verdict.findings.some(({ id }) => id.endsWith('mine')),
  );
  await waitFor('a delivery', () => hub().snapshot().delivery.state === 'delivering', { timeoutMs: 60_000 });

  const { bundle, text, all } = await made([]);
  // The panel runs outside of a container here.
  const missing = bundle.files.filter((file) => file.missing !== null).map(({ name }) => name);
  expect(missing).toEqual(['logs/weir.log']);
  expect(foundIn(all, SECRET)).toBeNull();
  expect(all).not.toContain('not-a-real-key');
  // It has two names: in .env and in prometheus.yml.
  const names = /MY_TOKEN|password in config/;
  expect(bundle.masked.find(({ label }) => names.test(label))?.places).toBeGreaterThan(1);

  const versions = JSON.parse(text('versions.json'));
  expect(versions.engine.kernel).toMatch(/^\d+\./);
  expect(versions.containers.map((one: { service: string }) => one.service).sort()).toEqual([
    'node-exporter',
    'victoria-metrics',
    'vmagent',
  ]);
  expect(versions.containers[0].imageId).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(text('verdict.json')).toContain('"id": "target-refused-mine"');
  expect(text('targets.jsonl').split('\n')[0]).toContain('"job":"mine"');
  expect(text('vmagent-metrics.txt')).toMatch(
    /^vmagent_remotewrite_requests_total\{.*status_code="2XX"\} \d/m,
  );
  expect(text('series-pipeline.csv').split('\n').length).toBeGreaterThan(2);
  expect(text('files/dot-env')).toContain('MY_TOKEN=••••••••');
  expect(text('files/gcp/key.json.txt')).toMatch(/^Present, \d+ bytes/);
  expect(text('logs/vmagent.log')).toMatch(/127\.0\.0\.1:1\/metrics\?key=\[secret\]/);
  expect(bundle.personal.find(({ kind }) => kind === 'host-name')?.values).toContain('boat-house');
});

test('what is to be hidden is in none of its files', async () => {
  const { bundle, all } = await made(['host-name', 'ip-address']);
  expect(all).not.toContain('boat-house');
  expect(all).toContain('[host-name-');
  expect(bundle.personal.find(({ kind }) => kind === 'host-name')).toMatchObject({
    isHidden: true,
    values: [],
  });
});

test('with vmagent killed it is made all the same', async () => {
  await stack.engine.docker('kill', (await stack.containerId('vmagent')) ?? '');
  const { bundle, text } = await made([]);
  expect(bundle.files.find(({ name }) => name === 'vmagent-metrics.txt')?.missing).toContain(
    'does not answer',
  );
  expect(text('logs/vmagent.log')).toContain('[secret]');
});
