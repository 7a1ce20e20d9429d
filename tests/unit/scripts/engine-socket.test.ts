import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const compose = path.resolve(import.meta.dirname, '../../../compose');
let folder: string;
let engine: Server;
let socket: string;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'weir-socket-'));
  socket = path.join(folder, 'engine.sock');
  engine = createServer();
  await new Promise<void>((resolve) => engine.listen(socket, resolve));
});
afterEach(async () => {
  await new Promise((resolve) => engine.close(resolve));
  rmSync(folder, { recursive: true });
});

/** The engine that a command asks where `.env` names this socket. */
function asked(named: string, { given = '', yes = '' } = {}) {
  const script = `set -eu
    here=${compose} me=compose/up assume_yes=${yes}
    . "$here/lib/common.sh"
    for name in $ENV_NAMES; do eval "env_$name=''"; done
    env_DOCKER_SOCKET=$NAMED
    choose_socket
    echo "$DOCKER_HOST"`;
  const env = { NODE_ENV: 'test' as const, PATH: process.env.PATH, NAMED: named, DOCKER_SOCKET: given };
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8', env });
  return { status, engine: stdout.trim(), stderr };
}
const isRoot = process.getuid?.() === 0;

test.each(['', '/var/run/docker.sock'])('the usual one is taken as it is: "%s"', (named) =>
  expect(asked(named)).toEqual({ status: 0, engine: 'unix:///var/run/docker.sock', stderr: '' }),
);

test.runIf(isRoot)('one of root is taken, by the place that it really has', () => {
  const link = path.join(folder, 'link');
  symlinkSync(socket, link);
  expect(asked(link)).toEqual({ status: 0, engine: `unix://${socket}`, stderr: '' });
});

test.runIf(isRoot)('one that the panel could have made is not asked, unless its owner says so', () => {
  chownSync(socket, 1000, 1000);
  const { status, engine: none, stderr } = asked(socket);
  expect([status, none]).toEqual([1, '']);
  expect(stderr).toContain(
    `names ${socket} as the Docker Engine (DOCKER_SOCKET), and that socket is not root's`,
  );
  expect(stderr).toContain(`Fix: DOCKER_SOCKET=${socket} compose/up`);
  expect(asked(socket, { given: socket })).toMatchObject({ status: 0, engine: `unix://${socket}` });
  expect(asked(socket, { yes: 'yes' })).toMatchObject({ status: 0, engine: `unix://${socket}` });
});

test('what is no socket is not asked', () => {
  for (const named of [path.join(folder, 'nothing'), folder, '/etc/passwd', 'config/x.sock'])
    expect(asked(named, { yes: 'yes' })).toMatchObject({
      status: 1,
      engine: '',
      stderr: expect.stringContaining(`there is no socket at ${named}`),
    });
});
