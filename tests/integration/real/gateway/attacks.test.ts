import { lstatSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ONCE_LABEL } from '@/lib/server/docker/labels';
import { callsOutside, type OutsideCall } from '../../../support/gateway/calls-outside';
import { type Json, mutations, wanted } from '../../../support/gateway/mutations';
import { panelBody } from '../../../support/gateway/panel-bodies';
import { type RawAnswer, rawCall } from '../../../support/gateway/raw-call';
import type { Gateway } from '../../../support/gateway/start-gateway';
import { projectPrefix } from '../../../support/run/run-dir';
import { type TempStack, tempStack } from '../../../support/stack/stack';

/** What an engine has, as far as calls through the gateway could change it. */
async function everything({ engine, project }: TempStack): Promise<string> {
  const own = `label=com.docker.compose.project=${project}`;
  const [containers, images, networks, volumes] = await Promise.all([
    engine.docker('ps', '-a', '--no-trunc', '--filter', own, '--format', '{{.ID}} {{.Names}} {{.State}}'),
    engine.docker(
      'image',
      'ls',
      '--no-trunc',
      '--format',
      '{{.ID}} {{.Repository}}:{{.Tag}}',
      'weir-local/*',
    ),
    engine.docker('network', 'ls', '--no-trunc', '--filter', own, '--format', '{{.ID}} {{.Name}}'),
    engine.docker('volume', 'ls', '--filter', own, '--format', '{{.Name}}'),
  ]);
  const once = `{{.ID}} {{.Label "${ONCE_LABEL}"}}`;
  const made = await engine.docker(
    'ps',
    '-a',
    '--no-trunc',
    '--filter',
    `label=${ONCE_LABEL}`,
    '--format',
    once,
  );
  // Other tests of this run make theirs meanwhile.
  const isAnothers = (line: string) => line.includes(` ${projectPrefix()}`) && !line.endsWith(` ${project}`);
  const others = made.split('\n').filter((line) => line !== '' && !isAnothers(line));
  // The engine lists them in no order.
  const lists = [containers, images, networks, volumes].map((list) => list.split('\n'));
  return [...lists, others].flatMap((list) => list.sort()).join('\n');
}

let stack: TempStack;
let gateway: Gateway;
let panel: string;
let own: string;
let foreign: string;

const call = (method: string, target: string, body?: Json | Buffer, type = 'application/json') => {
  const text =
    body === undefined ? '' : Buffer.isBuffer(body) ? body.toString('latin1') : JSON.stringify(body);
  const headers: Record<string, string> =
    text === '' ? {} : { 'Content-Type': type, 'Content-Length': String(Buffer.byteLength(text)) };
  return rawCall(gateway.socket, { method, target: `/v1.41${target}`, body: text, headers });
};
/** Refused by the gateway in the engine's form, or already by the reader of HTTP. */
const isRefused = ({ status, text }: RawAnswer) =>
  (status === 403 && /\{"message":"The gateway to the engine does not allow that: |\r\n\r\n$/.test(text)) ||
  ([400, 431].includes(status) && !text.includes('message'));

async function allRefused(calls: readonly OutsideCall[]): Promise<void> {
  const before = await everything(stack);
  const taken: string[] = [];
  for (const one of calls) {
    const answer = await rawCall(gateway.socket, one);
    if (!isRefused(answer))
      taken.push(`${one.method} ${one.target} ${one.body?.slice(0, 2000)}: ${answer.text}`);
  }
  expect(taken).toEqual([]);
  expect(await everything(stack)).toBe(before);
}

beforeAll(async () => {
  stack = await tempStack({ name: 'attacks', env: { COMPOSE_PROFILES: 'local,system' } });
  if (!stack.gateway) throw new Error('There is no gateway.');
  gateway = stack.gateway;
  await stack.compose('up', '-d', 'vmagent', 'victoria-metrics');
  own = (await stack.containerId('vmagent')) ?? '';
  const label = (name: string, value: string) => ['--label', `com.docker.compose.${name}=${value}`];
  const image = panelBody(stack.dir, stack.project, 'vmagent').image;
  const made = (...labels: string[]) => stack.engine.docker('create', '--network', 'none', ...labels, image);
  foreign = await made(...label('project', `${stack.project}x`), ...label('service', 'vmagent'));
  panel = await made(...label('project', stack.project), ...label('service', 'weir'));
});
afterAll(async () => {
  await stack?.engine.docker('rm', '-f', foreign, panel).catch(() => '');
  await stack?.remove();
});

test('calls outside the list', async () => {
  await allRefused(callsOutside);
});

describe('containers of others', () => {
  const on = (id: string) => [
    ['GET', `/containers/${id}/json`],
    ['GET', `/containers/${id}/logs?stdout=1`],
    ['GET', `/containers/${id}/stats?stream=false`],
    ['POST', `/containers/${id}/start`],
    ['POST', `/containers/${id}/stop`],
    ['POST', `/containers/${id}/restart`],
    ['POST', `/containers/${id}/wait`],
    ['POST', `/containers/${id}/rename?name=${stack.project}-vmagent-1`],
    ['POST', `/containers/${id}/exec`],
    ['POST', `/containers/${id}/update`],
    ['PUT', `/containers/${id}/archive?path=/`],
    ['DELETE', `/containers/${id}?force=true`],
    ['DELETE', `/containers/${id}?force=true&v=true`],
  ];

  test('are out of reach', async () => {
    const body = (method: string, target: string) =>
      /exec|create|update/.test(target) && method === 'POST' ? {} : undefined;
    for (const [method = '', target = ''] of on(foreign)) {
      const answer = await call(method, target, body(method, target));
      expect(isRefused(answer), `${method} ${target}: ${answer.text}`).toBe(true);
    }
  });

  test('of the panel itself only the beginning and what it says', async () => {
    for (const [method = '', target = ''] of on(panel)) {
      if (/json|logs|stats|start$/.test(target) && !target.endsWith('restart')) continue;
      const answer = await call(method, target, /exec|update$/.test(target) ? {} : undefined);
      expect(isRefused(answer), `${method} ${target}: ${answer.text}`).toBe(true);
    }
    expect((await call('GET', `/containers/${panel}/json`)).status).toBe(200);
  });

  test('are told by their ids, names and ports alone', async () => {
    const { text } = await call('GET', '/containers/json?all=true');
    const list = JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4)) as Record<string, unknown>[];
    const other = list.find(({ Id }) => Id === foreign);
    expect(Object.keys(other ?? {}).sort()).toEqual(['Id', 'Labels', 'Names', 'Ports']);
    expect(other?.Labels).toEqual({});
    expect(list.find(({ Id }) => Id === own)).toHaveProperty('Mounts');
  });
});

describe('a container of the stack', () => {
  const createCall = (name: string, body: Json): OutsideCall => {
    const text = JSON.stringify(body);
    const headers = { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(text)) };
    return { method: 'POST', target: `/v1.41/containers/create?name=${name}`, body: text, headers };
  };
  const nodeExporter = async () => {
    const { image } = panelBody(stack.dir, stack.project, 'node-exporter');
    const id = await stack.engine.docker('image', 'inspect', '--format', '{{.Id}}', image);
    return panelBody(stack.dir, stack.project, 'node-exporter', id);
  };

  test('is not made in any other way than the files say', async () => {
    const { name, body } = await nodeExporter();
    await allRefused([...wanted(body), ...mutations(body, 300, 5)].map((one) => createCall(name, one)));
  });

  test('is not made of a link in config/, and is as soon as the folder is there', async () => {
    const { name, body } = await nodeExporter();
    const folder = path.join(stack.dir, 'config/textfile');
    renameSync(folder, `${folder}-away`);
    symlinkSync('/etc', folder);
    await allRefused([createCall(name, body)]);
    rmSync(folder);
    mkdirSync(folder);
    expect(lstatSync(folder).isDirectory()).toBe(true);
    const one = createCall(name, body);
    expect((await rawCall(gateway.socket, one)).status).toBe(201);
    const id = (await stack.containerId('node-exporter')) ?? '';
    expect((await call('DELETE', `/containers/${id}?force=true&v=true`)).status).toBe(403);
    expect((await call('DELETE', `/containers/${id}?force=true`)).status).toBe(204);
  });

  test('runs nothing but the command that judges its configuration', async () => {
    const right = [
      '/vmagent-prod',
      '-dryRun',
      '-loggerFormat=json',
      '-promscrape.config=/etc/vmagent/.weir-candidate',
    ];
    const body = { Cmd: right, Env: [], AttachStdout: true, AttachStderr: true };
    const odd: Json[] = [
      { ...body, Cmd: ['/bin/sh', '-c', 'id'] },
      { ...body, Cmd: [...right, '-remoteWrite.url=http://x'] },
      { ...body, Cmd: right.slice(0, 2) },
      { ...body, Cmd: right.join(' ') },
      { ...body, Privileged: true },
      { ...body, User: '0' },
      { ...body, Tty: true },
      { ...body, AttachStdin: true },
      { ...body, WorkingDir: '/' },
      { ...body, DetachKeys: 'a' },
      { ...body, Env: ['LD_PRELOAD=/x'] },
      { ...body, privileged: true },
      {},
    ];
    for (const one of odd) {
      const answer = await call('POST', `/containers/${own}/exec`, one);
      expect(isRefused(answer), `${JSON.stringify(one)}: ${answer.text}`).toBe(true);
    }
    const made = await call('POST', `/containers/${own}/exec`, body);
    expect(made.status, made.text).toBe(201);
    const id = /"Id":"([0-9a-f]{64})"/.exec(made.text)?.[1];
    expect((await call('POST', `/exec/${id}/start`, { Tty: true })).status).toBe(403);
    expect((await call('POST', `/exec/${id}/start`, { Detach: true })).status).toBe(403);
    expect((await call('POST', `/exec/${id}/start`, {})).text).toContain('.weir-candidate');
    expect((await call('GET', `/exec/${id}/json`)).text).toMatch(/"ExitCode":[1-9]/);
  });

  test('gets no file but its token', async () => {
    const { tarFile, tarFiles } = await import('@/lib/server/docker/tar');
    const entry = { mode: 0o444, uid: 0, gid: 0 };
    const token = tarFile('/run/secrets/remote_write_token', Buffer.from('secret'), entry);
    const link = Buffer.from(token);
    link.write('2', 156);
    const odd: Buffer[] = [
      tarFile('/etc/passwd', Buffer.from('x'), entry),
      tarFile('/run/secrets/../../etc/passwd', Buffer.from('x'), entry),
      tarFile('/run/secrets/remote_write_token', Buffer.from('x'), { ...entry, mode: 0o4755 }),
      tarFile('/run/secrets/remote_write_token', Buffer.alloc(8193, 'x'), entry),
      tarFiles(
        new Map([
          ['run/secrets/remote_write_token', Buffer.from('x')],
          ['etc/x', Buffer.from('x')],
        ]),
      ),
      link,
      token.subarray(0, 700),
      Buffer.concat([token, token]),
    ];
    for (const archive of odd) {
      const answer = await call('PUT', `/containers/${own}/archive?path=/`, archive, 'application/tar');
      expect(isRefused(answer), answer.text).toBe(true);
    }
    expect((await call('PUT', `/containers/${own}/archive?path=/`, token, 'application/tar')).status).toBe(
      200,
    );
  });
});

test('the socket for names gives names, and no secret', async () => {
  const ask = (method: string, target: string) => rawCall(gateway.namesSocket, { method, target });
  expect((await ask('GET', '/v1.24/containers/json')).text).toContain(own);
  const seen = await ask('GET', `/v1.41/containers/${own}/json`);
  expect(seen.status).toBe(200);
  expect(seen.text).toContain('com.docker.compose.service');
  expect(seen.text).toContain('"Env":[],"Cmd":[]');
  expect(seen.text).not.toContain('remoteWrite');
  for (const [method = '', target = ''] of [
    ['POST', `/v1.41/containers/${own}/stop`],
    ['POST', '/v1.41/containers/create'],
    ['GET', `/v1.41/containers/${own}/logs?stdout=1`],
    ['GET', '/v1.41/events'],
    ['GET', '/v1.41/images/json'],
    ['DELETE', `/v1.41/containers/${own}`],
  ])
    expect((await ask(method, target)).status, `${method} ${target}`).toBe(403);
});
