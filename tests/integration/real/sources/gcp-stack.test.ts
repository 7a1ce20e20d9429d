import { afterAll, beforeAll, expect, test } from 'vitest';
import { PUT as saveDestination } from '@/app/api/wizard/destination/route';
import { POST as launch } from '@/app/api/wizard/launch/route';
import { PUT as saveName } from '@/app/api/wizard/name/route';
import { PUT as saveSources } from '@/app/api/wizard/sources/route';
import type { TaskStarted } from '@/lib/schemas/task';
import { live, startLive } from '@/lib/server/live/live';
import { hub } from '@/lib/server/sampler/hub';
import { EACH, GIVING, PROJECT } from '../../../support/cases/gcp-rounds';
import { type ExporterImage, exporterImage } from '../../../support/fakes/gcp/exporter-image';
import { accountsOf, fakeGoogleKey, readGoogleKey } from '../../../support/fakes/gcp/keys';
import { exampleProject } from '../../../support/fakes/gcp/projects';
import { type FakeGoogle, startFakeGoogle } from '../../../support/fakes/gcp/server';
import { claim, type Owner } from '../../../support/panel/panel-client';
import { forgetProcessState } from '../../../support/panel/route-call';
import { waitFor } from '../../../support/run/exec';
import { queryVictoria } from '../../../support/stack/destination';
import { ensureEngine } from '../../../support/stack/engine';
import { NO_SOURCES } from '../../../support/stack/pipeline';
import { bridgeAddress, type TempStack, tempStack } from '../../../support/stack/stack';

/** A whole stack with Google Cloud as its one source: files, flags and key as they ship, another image in `.env`. */
const key = fakeGoogleKey(PROJECT);

let google: FakeGoogle;
let image: ExporterImage;
let stack: TempStack;
let owner: Owner;

beforeAll(async () => {
  const engine = await ensureEngine();
  google = await startFakeGoogle(await bridgeAddress(engine), {
    accounts: accountsOf(key),
    projects: { [PROJECT]: exampleProject(PROJECT, [readGoogleKey(key).email], EACH) },
  });
  image = await exporterImage(engine, google);
  const env = { STACKDRIVER_IMAGE: image.reference, WEIR_GOOGLE_ENDPOINT_URL: google.url };
  stack = await tempStack({ name: 'google', engine, isQuick: true, env });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  owner = await claim();
});
afterAll(async () => {
  live().sampler.stop();
  await stack?.remove();
  await image?.remove();
  await google?.close();
});

async function runLaunch() {
  const { taskId } = await owner.call<TaskStarted>(launch, { method: 'POST', body: {} });
  return owner.task(taskId);
}

test('a launch names Google’s reason', async () => {
  await owner.call(saveDestination, { method: 'PUT', body: { kind: 'local' } });
  const gcp = { enabled: true, projectId: PROJECT, keyJson: key };
  await owner.call(saveSources, { method: 'PUT', body: { ...NO_SOURCES, gcp } });
  await owner.call(saveName, { method: 'PUT', body: { cluster: 'attic' } });
  google.state.faults = [{ kind: 'api-off' }];
  const task = await runLaunch();
  expect(task).toMatchObject({ state: 'succeeded', error: null });
  expect(task.leftOut).toMatchObject([
    {
      service: 'stackdriver-exporter',
      reason: expect.stringContaining('Cloud Monitoring API is switched off'),
    },
  ]);
});

test('with the fault gone every series reaches the store, and a launch misses nothing', async () => {
  google.state.faults = [];
  const store = `http://127.0.0.1:${stack.ports.VICTORIA_METRICS_PORT}`;
  const names = '^stackdriver_(cloud|pubsub)_.+';
  const series = await waitFor(
    'series in the store',
    async () => {
      const found = await queryVictoria(store, `{__name__=~"${names}"}`);
      return found.length === GIVING * EACH && found;
    },
    { timeoutMs: 120_000, everyMs: 1000 },
  );
  expect(series.every(({ metric }) => metric.cluster === 'attic' && metric.project_id === PROJECT)).toBe(
    true,
  );
  const task = await runLaunch();
  expect(task).toMatchObject({ state: 'succeeded', error: null });
  expect(task.leftOut).toBeUndefined();
});

test('a panel that starts when the key was deleted says so at once, while the exporter still has its token', async () => {
  google.state.accounts = { [readGoogleKey(key).email]: {} };
  startLive();
  hub().subscribe(() => undefined);
  const { finding, source } = await waitFor('the finding', () => {
    const { verdict, sources } = hub().snapshot();
    const found = verdict.findings.find(({ id }) => id === 'source-key-gcp');
    return found && { finding: found, source: sources.find(({ id }) => id === 'gcp') };
  });
  expect(finding.title).toBe('Google refuses the key: it was deleted.');
  expect(source).toMatchObject({ state: 'flowing', message: null });
});

test('when its token is over too the source is blind, and the same finding says so', async () => {
  google.forgetTokens();
  const isOfGoogle = ({ id }: { id: string }) => /^source-.*gcp/.test(id);
  const found = await waitFor(
    'the blindness',
    () => {
      const { sources, verdict } = hub().snapshot();
      const isBlind = sources.some(({ id, state }) => id === 'gcp' && state === 'blind');
      return isBlind && verdict.findings.filter(isOfGoogle);
    },
    { timeoutMs: 120_000 },
  );
  expect(found).toMatchObject([
    { id: 'source-key-gcp', consequence: expect.stringContaining('Data of this source is missing') },
  ]);
});

test('with the key back the exporter starts anew, and all is well', async () => {
  google.state.accounts = accountsOf(key);
  await stack.compose('restart', 'stackdriver-exporter');
  await waitFor(
    'the source',
    () => {
      const { verdict, sources } = hub().snapshot();
      const isFlowing = sources.some(({ id, state }) => id === 'gcp' && state === 'flowing');
      return isFlowing && !verdict.findings.some(({ id }) => id.startsWith('source-'));
    },
    { timeoutMs: 120_000, everyMs: 1000 },
  );
});
