import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { Task } from '@/lib/schemas/task';
import { startApply } from '@/lib/server/change/apply';
import { recoverApply } from '@/lib/server/change/recover';
import { parseEnv } from '@/lib/server/files/env/env-file';
import { onTask } from '@/lib/server/tasks/tasks';
import { trialOf } from '@/lib/server/updates/trial';
import { updateEdit } from '@/lib/server/updates/update-edit';
import { readUpdates, startUpdate } from '@/lib/server/updates/updates';
import { putBackNow } from '@/lib/server/updates/watched';
import { ended } from '../../../support/panel/apply';
import { forgetProcessState } from '../../../support/panel/route-call';
import { type Destination, startDestination } from '../../../support/stack/destination';
import { localImages } from '../../../support/stack/images';
import { type Registry, startRegistry } from '../../../support/stack/registry';
import { type TempStack, tempStack } from '../../../support/stack/stack';
import { makeVersion, removeImages } from '../../../support/stack/versions';

let stack: TempStack;
let destination: Destination;
let registry: Registry;

/** vmagent judges its file first, and then begins. */
const isTry = 'case "$*" in *dryRun*) exec "$@";; esac;';
const VERSIONS: Record<string, [tag: string, script?: string][]> = {
  vmagent: [
    ['v1.0.0'],
    ['v1.1.0'],
    ['v1.2.0'],
    ['v1.3.0'],
    ['v2.0.0-dies', `${isTry} "$@" & /busybox sleep 15; exit 7`],
    [
      'v2.0.0-keeps',
      `${isTry} for a in "$@"; do shift; case $a in -remoteWrite.url=*) a=-remoteWrite.url=http://127.0.0.1:9/;; esac; set -- "$@" "$a"; done; exec "$@"`,
    ],
  ],
  'node-exporter': [
    ['v1.0.0'],
    ['v1.1.0'],
    ['v2.0.0-less', 'exec "$@" --no-collector.cpu --no-collector.diskstats --no-collector.netstat'],
    ['v2.0.0-silent', 'exec /busybox sleep 9999'],
  ],
};
const VARIABLES = { vmagent: 'VMAGENT_IMAGE', 'node-exporter': 'NODE_EXPORTER_IMAGE' } as const;
type Updated = keyof typeof VARIABLES;

beforeAll(async () => {
  stack = await tempStack({ name: 'updates', isQuick: true, gateway: {} });
  registry = await startRegistry();
  const images = await localImages(stack.engine);
  let compose = stack.read('docker-compose.yml');
  for (const service of ['vmagent', 'node-exporter'] as const) {
    const variable = VARIABLES[service];
    const home = `${registry.host}/${service}`;
    for (const [tag, script] of VERSIONS[service] ?? []) {
      await makeVersion(stack.engine, images[variable] ?? '', `${home}:${tag}`, script);
      await stack.engine.docker('push', '-q', `${home}:${tag}`);
      if (tag !== 'v1.0.0') await stack.engine.docker('rmi', `${home}:${tag}`);
    }
    compose = compose.replace(
      new RegExp(`\\$\\{${variable}:-[^}]+\\}(?=\\n {4}(?:restart|profiles))`),
      () => `\${${variable}:-${home}:v1.0.0}`,
    );
  }
  stack.write('docker-compose.yml', compose);
  destination = await startDestination(stack.engine);
  stack.setEnv({
    COMPOSE_PROFILES: 'system',
    WEIR_DESTINATION: 'grafana-cloud',
    REMOTE_WRITE_URL: destination.url,
    REMOTE_WRITE_USERNAME: destination.instanceId,
    REMOTE_WRITE_TOKEN: destination.token,
    VMAGENT_IMAGE: `${registry.host}/vmagent:v1.0.0`,
    NODE_EXPORTER_IMAGE: `${registry.host}/node-exporter:v1.0.0`,
  });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  await recoverApply();
  await stack.compose('up', '-d', 'vmagent', 'node-exporter');
});
afterAll(async () => {
  await destination?.remove();
  await stack?.remove();
  await registry?.stop();
  if (!stack || !registry) return;
  for (const made of [`${registry.host}/*`, `weir-kept/*:${stack.project}`])
    await removeImages(stack.engine, made);
});
beforeEach(() => registry.breakOff(false));

const imageRun = async (service: ServiceName) => ((await stack.inspect(service)) as { Image: string }).Image;
const imageNamed = (image: string) => stack.engine.docker('inspect', '--format', '{{.Id}}', image);
const named = (service: Updated) => parseEnv(stack.read('.env'))[VARIABLES[service]];

interface Options {
  tag?: string;
  digest?: string;
  /** Unless told: on a machine where others come and go, node-exporter’s number of series does, too. */
  maySeriesDiffer?: boolean;
  /** Called once, when the watch has begun. */
  onWatch?: () => unknown;
}

/** Updates a service, watched for a minute, and waits for the end. */
async function updated(
  service: Updated,
  { tag, digest, maySeriesDiffer = true, onWatch }: Options,
): Promise<Task> {
  let isTold = false;
  const stop = onTask(({ steps }) => {
    const watch = steps.find(({ id, progress }) => id === 'watch' && progress !== null);
    if (isTold || !watch) return;
    isTold = true;
    onWatch?.();
  });
  const { taskId } = await startApply(
    {
      ...{ who: 'owner', reason: null, ifMatch: '*' },
      edit: (current) => updateEdit({ service, tag, digest }, current),
    },
    { probation: trialOf({ service, watchMs: 60_000, maySeriesDiffer }) },
  );
  return ended(taskId).finally(stop);
}

/** Everything is as before, and works. */
async function expectBack(service: Updated, before: { image: string; env: string }): Promise<void> {
  expect(stack.read('.env')).toBe(before.env);
  expect(await imageRun(service)).toBe(before.image);
  expect(() => stack.read('.weir/apply.json')).toThrow();
}
const state = async (service: Updated) => ({ image: await imageRun(service), env: stack.read('.env') });

describe('a good version', () => {
  test('of vmagent is pulled, runs, delivers, and counts', async () => {
    const body = { service: 'vmagent', tag: 'v1.1.0', isQuick: true, maySeriesDiffer: true };
    const request = new Request('http://localhost', { headers: { 'if-match': '*' } });
    const { taskId } = await startUpdate({ body, request } as Parameters<typeof startUpdate>[0]);
    const task = await ended(taskId);
    expect(task.error).toBeNull();
    expect(task.title).toBe('vmagent: v1.0.0 → v1.1.0');
    expect(task.outcome).toMatch(/taken by the destination, 2 of 2 targets up, .*nothing dropped\.$/);
    expect(named('vmagent')).toBe(`${registry.host}/vmagent:v1.1.0`);
    expect(await imageRun('vmagent')).toBe(await imageNamed(`${registry.host}/vmagent:v1.1.0`));
    // The way back is kept under a name of its own.
    expect(await imageNamed(`weir-kept/vmagent:${stack.project}`)).toBe(
      await imageNamed(`${registry.host}/vmagent:v1.0.0`),
    );
    const { services } = await readUpdates();
    expect(services.find(({ service }) => service === 'vmagent')).toMatchObject({
      version: 'v1.1.0',
      digest: expect.stringMatching(/^sha256:/),
      from: 'registry',
      closed: null,
    });
  });

  test('of an exporter is taken by its digest alone', async () => {
    const answer = await fetch(`http://${registry.host}/v2/node-exporter/manifests/v1.1.0`, {
      headers: { accept: 'application/vnd.docker.distribution.manifest.v2+json' },
    });
    const digest = answer.headers.get('docker-content-digest') ?? '';
    const task = await updated('node-exporter', { digest });
    expect(task.error).toBeNull();
    expect(named('node-exporter')).toBe(`${registry.host}/node-exporter@${digest}`);
  });
});

describe('a bad version goes back by itself', () => {
  test.each<[string, Updated, string, RegExp]>([
    [
      'one that dies',
      'vmagent',
      'v2.0.0-dies',
      /vmagent (ended by itself|stops again and again|stopped with)/,
    ],
    ['one that runs and delivers nothing', 'vmagent', 'v2.0.0-keeps', /has taken no sample since/],
    [
      'an exporter that runs and does not answer',
      'node-exporter',
      'v2.0.0-silent',
      /cannot read node-exporter/,
    ],
  ])('%s', async (_what, service, tag, words) => {
    const before = await state(service);
    const task = await updated(service, { tag });
    expect(task.error?.message).toMatch(words);
    expect(task.error?.message).toContain('Everything is as it was before.');
    await expectBack(service, before);
  });

  test('one that loses series, unless its owner says that they may differ', async () => {
    const before = await state('node-exporter');
    const task = await updated('node-exporter', { tag: 'v2.0.0-less', maySeriesDiffer: false });
    expect(task.error?.message).toMatch(/\d % fewer series than before/);
    await expectBack('node-exporter', before);
    expect((await updated('node-exporter', { tag: 'v2.0.0-less' })).error).toBeNull();
    expect(await imageRun('node-exporter')).not.toBe(before.image);
  });
});

describe('what stands in the way', () => {
  test('a version that no registry has changes nothing', async () => {
    const before = await state('vmagent');
    const task = await updated('vmagent', { tag: 'v9.9.9' });
    expect(task.error?.code).toBe('image-missing');
    await expectBack('vmagent', before);
  });

  test('a download that breaks off changes nothing, and another try is as good as the first', async () => {
    const before = await state('vmagent');
    registry.breakOff(true);
    expect((await updated('vmagent', { tag: 'v1.2.0' })).error?.code).toBe('image-missing');
    await expectBack('vmagent', before);
    registry.breakOff(false);
    expect((await updated('vmagent', { tag: 'v1.2.0' })).error).toBeNull();
  });

  test('a destination that takes nothing: an update could not be judged, and nothing is changed', async () => {
    const before = await state('vmagent');
    await destination.set('outage');
    const task = await updated('vmagent', { tag: 'v1.3.0' });
    await destination.set('accept');
    expect(task.error?.message).toMatch(/^The destination takes no samples now/);
    await expectBack('vmagent', before);
  });
});

test('put back now: the earlier version is back, without any network', async () => {
  const before = await state('vmagent');
  const task = await updated('vmagent', {
    tag: 'v1.3.0',
    onWatch: () => {
      void registry.stop();
      putBackNow();
    },
  });
  expect(task.error?.message).toBe('You asked for the earlier version. Everything is as it was before.');
  await expectBack('vmagent', before);
});
