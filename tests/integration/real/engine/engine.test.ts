import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { LogLine } from '@/lib/schemas/log-line';
import { type ComposeModel, parseCompose } from '@/lib/server/compose/reader/spec';
import { removeLeftovers, runOnce } from '@/lib/server/compose/run-once';
import { upServices } from '@/lib/server/compose/up';
import { waitForService } from '@/lib/server/compose/wait';
import * as containers from '@/lib/server/docker/containers';
import { engineInfo } from '@/lib/server/docker/engine';
import { type EngineEvent, watchEvents } from '@/lib/server/docker/events';
import { ensureImage } from '@/lib/server/docker/images/pull';
import { followLogs, tailLogs } from '@/lib/server/docker/logs';
import { requireContainer } from '@/lib/server/docker/own';
import { putSecret } from '@/lib/server/docker/put-file';
import { readAllStats } from '@/lib/server/docker/stats';
import { AppError } from '@/lib/server/errors';
import { waitFor } from '../../../support/run/exec';
import { localImages } from '../../../support/stack/images';
import { type TempStack, tempStack } from '../../../support/stack/stack';

const SCRIPT = [
  'echo "{\\"level\\":\\"error\\",\\"msg\\":\\"as json\\"}"',
  'echo "level=warn msg=logfmt" >&2',
  'printf "\\033[31mred\\033[0m and \\007bell\\n"',
  'touch /anon/first-$$START',
  'trap "exit 0" TERM',
  'while :; do sleep 0.1; done',
].join('; ');

/** A stack whose services are shells, so that they do what a test asks for. */
const FILE = `
services:
  vmagent:
    image: \${VMAGENT_IMAGE}
    entrypoint: [/bin/sh, -c]
    command: ['${SCRIPT}']
    environment: {START: "\${START:-1}"}
    volumes: [/anon, 'data:/data']
    secrets: [remote_write_token]
    healthcheck: {test: [CMD, "true"], interval: 1s}
    stop_grace_period: 3s
    restart: always
  yace:
    image: \${VMAGENT_IMAGE}
    entrypoint: [/bin/sh, -c]
    command: ['\${YACE_SCRIPT:-sleep 600}']
    init: true
    mem_limit: \${YACE_MEMORY:-0}
    depends_on: {vmagent: {condition: service_healthy}}
    networks: {monitoring: {aliases: [other-name]}}
volumes: {data: }
networks: {monitoring: }
secrets: {remote_write_token: {environment: TOKEN}}
`;

const begunAtMs = Date.now();
let stack: TempStack;
let image: string;

function model(env: Record<string, string> = {}): ComposeModel {
  const variables = { VMAGENT_IMAGE: image, TOKEN: 'first', ...env };
  return parseCompose(FILE, variables, { project: stack.project, projectDir: stack.dir });
}

const docker = (...args: string[]) => stack.engine.docker(...args);
const idOf = async (service: string) => (await stack.containerId(service)) ?? '';
const inService = async (service: string, ...args: string[]) => docker('exec', await idOf(service), ...args);

const namesOf = (service: string) =>
  docker('ps', '-a', '--format', '{{.Names}}', '--filter', `name=${stack.project}-${service}`);

/** What `docker` gives a container that is to replace `old` of yace. */
const interim = (old: string) => [
  ...['--name', `${old.slice(0, 12)}_${stack.project}-yace-1`],
  ...[`project=${stack.project}`, 'service=yace', 'oneoff=False', 'container-number=1'].flatMap((label) => [
    '--label',
    `com.docker.compose.${label}`,
  ]),
];

async function failure(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`no AppError: ${error}`);
}

beforeAll(async () => {
  // The gateway would not make what FILE describes.
  stack = await tempStack({ name: 'engine', gateway: null });
  Object.assign(process.env, stack.env);
  image = (await localImages(stack.engine)).VMAGENT_IMAGE ?? '';
});

afterAll(() => stack?.remove());

test('says which engine answers', async () => {
  const info = await engineInfo();
  expect(info).toMatchObject({ state: 'up', message: null });
  expect(info.apiVersion).toMatch(/^1\.\d+$/);
  expect(info.version).toMatch(/^\d+\./);
});

describe('a stack', () => {
  test('comes up in dependency order with its networks, volumes and secrets, and stays as it is', async () => {
    const steps: string[] = [];
    const made = await upServices(model(), ['yace'], {
      until: 'healthy',
      onStep: ({ phase, service }) => steps.push(`${phase} ${service}`),
    });
    expect(made).toEqual({ created: ['vmagent', 'yace'], recreated: [], kept: [] });
    expect(steps.indexOf('ready vmagent')).toBeLessThan(steps.indexOf('create yace'));
    expect(await inService('vmagent', 'cat', '/run/secrets/remote_write_token')).toBe('first');
    expect(await inService('yace', 'cat', '/etc/hostname')).not.toBe('');
    const label = '{{index .Labels "com.docker.compose.project"}}';
    expect(await docker('network', 'inspect', '--format', label, `${stack.project}_monitoring`)).toBe(
      stack.project,
    );
    expect(await docker('volume', 'inspect', '--format', label, `${stack.project}_data`)).toBe(stack.project);

    const again = await upServices(model(), ['yace']);
    expect(again).toEqual({ created: [], recreated: [], kept: ['vmagent', 'yace'] });
    const listed = await containers.listContainers();
    expect(listed.find(({ service }) => service === 'vmagent')).toMatchObject({
      state: 'running',
      health: 'healthy',
      restarts: 0,
      exitCode: null,
      oomKilled: false,
      image,
    });
  });

  test('a changed service is replaced and keeps its unnamed volume', async () => {
    const before = await idOf('vmagent');
    const result = await upServices(model({ START: '2' }), ['vmagent']);
    expect(result.recreated).toEqual(['vmagent']);
    expect(await idOf('vmagent')).not.toBe(before);
    expect((await inService('vmagent', 'ls', '/anon')).split('\n')).toEqual(['first-1', 'first-2']);
    expect((await stack.inspect('vmagent')).Name).toBe(`/${stack.project}-vmagent-1`);
  });

  test('a change that does not come up is taken back, and the container before it runs on', async () => {
    const before = await idOf('yace');
    const error = await failure(
      upServices(model({ START: '2', YACE_SCRIPT: 'echo no such region; exit 3' }), ['yace']),
    );
    expect(error).toMatchObject({ code: 'service-unhealthy', message: 'yace stopped with exit code 3.' });
    expect(error.hint).toBe('Its log says: no such region');
    expect(await idOf('yace')).toBe(before);
    expect((await containers.listContainers()).find(({ service }) => service === 'yace')?.state).toBe(
      'running',
    );
    expect(await namesOf('yace')).toBe(`${stack.project}-yace-1`);
  });

  test('a change that the engine refuses is told, and the container before it runs on', async () => {
    const before = await idOf('yace');
    const error = await failure(upServices(model({ START: '2', YACE_MEMORY: '1m' }), ['yace']));
    expect(error.message).toContain('memory limit');
    expect(await idOf('yace')).toBe(before);
    expect(await docker('inspect', '--format', '{{.State.Running}}', before)).toBe('true');
    expect(await namesOf('yace')).toBe(`${stack.project}-yace-1`);
  });

  test('a replacement that was cut short is put in order', async () => {
    const old = await idOf('yace');
    const half = await docker('create', ...interim(old), image);
    expect((await upServices(model({ START: '2' }), ['yace'])).kept).toContain('yace');
    expect(await idOf('yace')).toBe(old);
    expect(await docker('ps', '-aq', '--no-trunc', '--filter', `id=${half}`)).toBe('');
    await docker('rename', old, `${old.slice(0, 12)}_${stack.project}-yace-1`);
    await upServices(model({ START: '2' }), ['yace']);
    expect(await idOf('yace')).toBe(old);
    expect((await stack.inspect('yace')).Name).toBe(`/${stack.project}-yace-1`);
  });

  test('one that was cut short after its service began to end again and again is put in order, too', async () => {
    const old = await idOf('yace');
    const loop = ['--restart', 'unless-stopped', '--entrypoint', 'false'];
    const bad = await docker('run', '-d', ...interim(old), ...loop, image);
    await docker('rm', '-f', old);
    // From then on it waits to be restarted nearly all the time, and longer each time.
    const restarts = async () => Number(await docker('inspect', '--format', '{{.RestartCount}}', bad));
    await waitFor('restarts', async () => (await restarts()) > 4);
    expect((await upServices(model({ START: '2' }), ['yace'])).recreated).toEqual(['yace']);
    expect(await idOf('yace')).not.toBe(bad);
    expect(await namesOf('yace')).toBe(`${stack.project}-yace-1`);
    expect(await docker('inspect', '--format', '{{.State.Running}}', await idOf('yace'))).toBe('true');
  });

  test('a new secret reaches a running container without a restart', async () => {
    const before = await idOf('vmagent');
    await putSecret('vmagent', '/run/secrets/remote_write_token', 'second');
    expect(await inService('vmagent', 'cat', '/run/secrets/remote_write_token')).toBe('second');
    expect(await inService('vmagent', 'stat', '-c', '%a %u', '/run/secrets/remote_write_token')).toBe(
      '444 0',
    );
    expect(await idOf('vmagent')).toBe(before);
  });

  test('is stopped, started, restarted and removed by service', async () => {
    const state = async () =>
      (await containers.listContainers()).find(({ service }) => service === 'yace')?.state;
    await containers.stopService('yace');
    expect(await state()).toBe('exited');
    await containers.stopService('yace');
    await containers.startContainer(await requireContainer('yace'));
    expect((await waitForService('yace', { timeoutMs: 60_000 })).state).toBe('running');
    await containers.restartService('yace');
    expect(await state()).toBe('running');
    await containers.removeService('yace');
    expect(await state()).toBeUndefined();
    expect((await failure(containers.stopService('yace'))).code).toBe('service-absent');
  });

  test('one that the engine removes already is waited for', async () => {
    await upServices(model(), ['vmagent']);
    const own = await requireContainer('vmagent');
    const removals = Array.from({ length: 8 }, async () => {
      await containers.removeContainer(own);
      return namesOf('vmagent');
    });
    expect(await Promise.all(removals)).toEqual(Array(8).fill(''));
    await upServices(model(), ['vmagent']);
  });

  test('an engine that starts in the middle of a replacement would start one container of the two', async () => {
    const old = await idOf('vmagent');
    const sinceS = Math.floor(Date.now() / 1000) - 1;
    await upServices(model({ START: '2' }), ['vmagent']);
    const until = ['--since', String(sinceS), '--until', String(Math.ceil(Date.now() / 1000))];
    const events = await docker(
      'events',
      ...until,
      '--filter',
      `container=${old}`,
      '--format',
      '{{.Action}}',
    );
    const told = events.split('\n').filter((action) => /^(?:update|die|destroy)$/.test(action));
    expect(told).toEqual(['die', 'update', 'destroy']);

    const policy = async () =>
      docker('inspect', '--format', '{{.HostConfig.RestartPolicy.Name}}', await idOf('vmagent'));
    expect(await policy()).toBe('always');
    await docker('update', '--restart', 'no', await idOf('vmagent'));
    expect((await upServices(model({ START: '2' }), ['vmagent'])).kept).toEqual(['vmagent']);
    expect(await policy()).toBe('always');
    await upServices(model(), ['vmagent']);
  });
});

describe('logs', () => {
  test('the tail has levels and streams, and neither colours nor control characters', async () => {
    const lines = await tailLogs('vmagent', { tail: 10 });
    const byText = (part: string) => lines.find(({ text }) => text.includes(part));
    expect(byText('as json')).toMatchObject({ level: 'error', stream: 'stdout' });
    expect(byText('logfmt')).toMatchObject({ level: 'warn', stream: 'stderr' });
    expect(byText('red')?.text).toBe('red and bell');
    expect(lines[0]?.atMs).toBeGreaterThanOrEqual(begunAtMs);
    expect(lines[0]?.atMs).toBeLessThanOrEqual(Date.now());
    expect(await tailLogs('vmagent', { tail: 1 })).toHaveLength(1);
    expect(await tailLogs('vmagent', { tail: 10, sinceMs: Date.now() })).toEqual([]);
  });

  test('following goes over a restart without a line lost or twice, and leaves no socket when it is left', async () => {
    const sockets = () => process.getActiveResourcesInfo().filter((name) => name === 'PipeWrap').length;
    const before = sockets();
    const abort = new AbortController();
    const seen: LogLine[] = [];
    const following = (async () => {
      for await (const line of followLogs('vmagent', { tail: 100, signal: abort.signal })) seen.push(line);
    })();
    const first = (await tailLogs('vmagent', { tail: 100 })).length;
    expect(first).toBeGreaterThanOrEqual(3);
    await waitFor('the first lines', () => seen.length === first);
    await containers.restartService('vmagent');
    await waitFor('the lines after the restart', () => seen.length >= first + 3);
    // The two outputs are two streams; the engine does not promise their order.
    const texts = (lines: LogLine[]) => lines.map(({ text }) => text).sort();
    expect(texts(seen.slice(first))).toEqual(texts(seen.slice(first - 3, first)));
    abort.abort();
    await following;
    await waitFor('the socket to close', () => sockets() <= before);
  });
});

describe('counters', () => {
  test('are read for running containers of the stack', async () => {
    const [own] = await containers.listContainers();
    const all = await readAllStats();
    expect([...all.keys()]).toEqual([own?.containerId]);
    const [stats] = all.values();
    if (!stats) throw new Error('no counters');
    expect(stats.cpuTotalNs).toBeGreaterThan(0);
    expect(stats.systemCpuNs).toBeGreaterThan(0);
    expect(stats.onlineCpus).toBeGreaterThan(0);
    const hasMemory = (await engineInfo()).hasMemoryCgroup;
    if (hasMemory) expect(stats.memoryBytes).toBeGreaterThan(0);
    else expect(stats.memoryBytes).toBeNull();
  });
});

test('events tell of a killed container, and end when they are no longer wanted', async () => {
  const abort = new AbortController();
  const events: { event: EngineEvent }[] = [];
  const watching = watchEvents((event) => events.push({ event }), abort.signal);
  await waitFor('the stream', () => events.some(({ event }) => event.type === 'connected'));
  await docker('kill', await idOf('vmagent'));
  const died = await waitFor('the event', () =>
    events.find(({ event }) => event.type === 'service' && event.action === 'die'),
  );
  expect(died.event).toMatchObject({ service: 'vmagent', exitCode: 137 });
  abort.abort();
  await watching;
  const count = events.length;
  await docker('start', await idOf('vmagent'));
  await sleep(300);
  expect(events).toHaveLength(count);
});

describe('what is not of the stack', () => {
  test('cannot be reached by name or id', async () => {
    const labels = (project: string, service: string) => [
      '--label',
      `com.docker.compose.project=${project}`,
      '--label',
      `com.docker.compose.service=${service}`,
    ];
    const run = (...args: string[]) => docker('run', '-d', '--entrypoint', 'sleep', ...args, image, '60');
    const foreign = [
      await run(...labels(`${stack.project}-other`, 'yace')),
      await run(...labels(stack.project, 'database')),
      await run(...labels(stack.project, 'yace'), '--label', 'com.docker.compose.oneoff=True'),
    ];
    try {
      expect((await containers.listContainers()).map(({ service }) => service)).toEqual(['vmagent']);
      expect((await failure(containers.stopService('yace'))).code).toBe('service-absent');
      expect((await readAllStats()).size).toBe(1);
    } finally {
      await docker('rm', '-f', ...foreign);
    }
  });
});

describe('a command that runs once', () => {
  const once = (script: string, timeoutMs = 20_000) =>
    runOnce({
      image,
      entrypoint: ['/bin/sh', '-c'],
      cmd: [script],
      binds: [`${stack.dir}:/stack:ro`],
      timeoutMs,
    });
  const left = () => docker('ps', '-aq', '--filter', `label=io.weir.once=${stack.project}`);

  test('gives its exit code and its words', async () => {
    const result = await once('ls /stack/docker-compose.yml; echo "bad \\033[1mline\\033[0m" >&2; exit 7');
    expect(result.exitCode).toBe(7);
    expect(result.output).toContain('/stack/docker-compose.yml');
    expect(result.output).not.toContain('\u001b');
    expect(await left()).toBe('');
  });

  test('has no network and an end to its time and its output', async () => {
    expect((await once('ip -o link | wc -l')).output.trim()).toBe('1');
    expect((await failure(once('sleep 60', 1_500))).code).toBe('timeout');
    expect((await once('yes | head -c 1000000')).output.length).toBeLessThanOrEqual(64 * 1024);
    expect(await left()).toBe('');
  });

  test('goes with the next panel when its own was killed, also while it runs', async () => {
    const label = `io.weir.once=${stack.project}`;
    await docker('run', '-d', '--label', label, '--entrypoint', 'sleep', image, '300');
    await removeLeftovers();
    expect(await left(), 'of this process').not.toBe('');
    const start = vi.spyOn(performance, 'timeOrigin', 'get').mockReturnValue(Date.now() + 2_000);
    await removeLeftovers();
    start.mockRestore();
    expect(await left()).toBe('');
  });
});

test('an image that nobody has is said to be missing', async () => {
  const error = await failure(ensureImage('127.0.0.1:9/no-such-image:1'));
  expect(error.code).toBe('image-missing');
  expect(error.message).toContain('127.0.0.1:9/no-such-image:1');
});
