import { afterAll, beforeAll, expect, test } from 'vitest';
import { PUT as saveDestination } from '@/app/api/wizard/destination/route';
import { POST as launch } from '@/app/api/wizard/launch/route';
import { PUT as saveName } from '@/app/api/wizard/name/route';
import { PUT as saveSources } from '@/app/api/wizard/sources/route';
import type { Task, TaskStarted } from '@/lib/schemas/task';
import { live, startLive } from '@/lib/server/live/live';
import { hub } from '@/lib/server/sampler/hub';
import { startFakeAws } from '../../../support/fakes/aws/fake-aws';
import type { FakeCloud } from '../../../support/fakes/fake-clouds';
import { claim, type Owner } from '../../../support/panel/panel-client';
import { forgetProcessState } from '../../../support/panel/route-call';
import { waitFor } from '../../../support/run/exec';
import { applyConfig } from '../../../support/stack/apply-config';
import { ensureEngine } from '../../../support/stack/engine';
import { NO_SOURCES } from '../../../support/stack/pipeline';
import { bridgeAddress, type TempStack, tempStack } from '../../../support/stack/stack';

/** What the real cAdvisor then sees: the machine, and no container. */
const NO_CONTAINER = 'cadvisor sees no container, only the machine. cadvisor needs the gateway';
const KEY_REFUSED = 'AWS refuses the access key';
const WEIR_YAML = `destination: { kind: local }
sources:
  pi: { enabled: true }
  containers: { enabled: true }
  aws: { enabled: true, accessKeyId: AKIAAAAAAAAAAAAAAAAA, secretAccessKey: ${'b'.repeat(40)}, regions: [eu-west-1] }
  gcp: { enabled: false }
labels: { cluster: attic }
`;

let aws: FakeCloud;
let stack: TempStack;
let owner: Owner;
let composeFile: string;

beforeAll(async () => {
  const engine = await ensureEngine();
  aws = await startFakeAws(await bridgeAddress(engine));
  stack = await tempStack({
    name: 'blind',
    engine,
    isQuick: true,
    env: { AWS_ENDPOINT_URL: aws.url },
  });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  composeFile = stack.read('docker-compose.yml');
  stack.write('docker-compose.yml', withoutMounts(composeFile, 'cadvisor'));
  owner = await claim();
});
afterAll(async () => {
  live().sampler.stop();
  await stack?.remove();
  await aws?.close();
});

/** The compose file with the `volumes` of one service taken out. */
function withoutMounts(text: string, service: string): string {
  const at = text.indexOf(`\n  ${service}:\n`);
  const mounts = /\n {4}volumes:\n(?: {6}.*\n)+/;
  if (at < 0 || !mounts.test(text.slice(at))) throw new Error(`${service} has no volumes.`);
  return text.slice(0, at) + text.slice(at).replace(mounts, '\n');
}

async function runLaunch(): Promise<Task> {
  const { taskId } = await owner.call<TaskStarted>(launch, { method: 'POST', body: {} });
  return owner.task(taskId);
}

test('sources that answer and have nothing are named by compose/up --config, which ends with 4', async () => {
  const { code, said } = await (await applyConfig(stack, WEIR_YAML)).end();
  const last = said.trim().split('\n').at(-1);
  expect(last).toMatch(/^Your data is arriving, without (AWS and Containers|Containers and AWS)\. /);
  expect(last).toContain(`Containers: ${NO_CONTAINER}`);
  expect(last).toContain(`. ${KEY_REFUSED}`);
  expect(last).toMatch(/The first sample was delivered \d+ s after the launch\.$/);
  expect(code).toBe(4);
});

test('the wizard names them with the reason, and the finding says the same', async () => {
  await owner.call(saveDestination, { method: 'PUT', body: { kind: 'local' } });
  const sources = { ...NO_SOURCES, pi: { enabled: true }, containers: { enabled: true } };
  await owner.call(saveSources, { method: 'PUT', body: sources });
  await owner.call(saveName, { method: 'PUT', body: { cluster: 'attic' } });
  const task = await runLaunch();
  expect(task).toMatchObject({ state: 'succeeded', error: null });
  expect(task.outcome).toMatch(new RegExp(`^Your data is arriving, without Containers: ${NO_CONTAINER}`));
  expect(task.leftOut).toEqual([
    { service: 'cadvisor', reason: expect.stringContaining(NO_CONTAINER), action: null },
  ]);
  startLive();
  hub().subscribe(() => undefined);
  const findings = () => hub().snapshot().verdict.findings;
  const blind = await waitFor(
    'the finding',
    () => findings().find(({ id }) => id === 'source-blind-containers'),
    {
      timeoutMs: 120_000,
    },
  );
  expect(task.leftOut?.[0]?.reason).toContain(blind.fix);
  expect(blind.title).toContain('cadvisor sees no container');
});

test('with its mounts back it is waited for until it names the containers, and nothing is missing', async () => {
  stack.write('docker-compose.yml', composeFile);
  const task = await runLaunch();
  expect(task).toMatchObject({ state: 'succeeded', error: null });
  expect(task.leftOut).toBeUndefined();
  expect(task.outcome).toMatch(/^The first sample was delivered \d+ s after the launch\.$/);
  const step = task.steps.find(({ id }) => id === 'sources');
  expect(step).toMatchObject({ state: 'done', detail: 'Every source gives data.' });
  console.info(`every source gave data after ${(step?.finishedAtMs ?? 0) - (step?.startedAtMs ?? 0)} ms`);
});
