import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BarePanel, startBarePanel } from '../support/panel/bare-panel.ts';
import { OWNER_PASSWORD } from '../support/panel/panel.ts';
import { rawRequest } from '../support/panel/raw-request.ts';
import { waitFor } from '../support/run/exec.ts';
import { isAlive } from '../support/run/run-dir.ts';
import { repoDir } from '../support/stack/stack.ts';

const NEW_PASSWORD = 'still waters run deep';

let panel: BarePanel;
beforeAll(async () => {
  panel = await startBarePanel('sessions');
  await panel.claim();
});
afterAll(async () => {
  await panel?.stop();
});

/** An open stream of the present session. */
async function openStream(): Promise<{ ended: Promise<void> }> {
  const response = await panel.request('GET', '/api/stream');
  expect(response.status).toBe(200);
  const reader = response.body?.getReader();
  await reader?.read();
  const drain = async () => {
    while (!(await reader?.read())?.done);
  };
  return { ended: drain() };
}

test('a password change in one browser ends the page that is open in another', async () => {
  const stream = await openStream();
  const first = panel.cookie();
  await panel.login();
  expect(panel.cookie()).not.toBe(first);
  const response = await panel.request('PUT', '/api/password', {
    current: OWNER_PASSWORD,
    password: NEW_PASSWORD,
  });
  expect(response.status).toBe(204);
  await stream.ended;
  const other = await fetch(`${panel.url}/api/status`, { headers: { cookie: first } });
  expect(other.status).toBe(401);
  expect((await panel.request('GET', '/api/status')).status).toBe(200);
});

test('a reset on the machine reaches the running panel: sessions, token, open pages', async () => {
  const { token } = await panel.json<{ token: string }>('POST', '/api/token', {});
  const bearer = () => fetch(`${panel.url}/api/status`, { headers: { authorization: `Bearer ${token}` } });
  expect((await bearer()).status).toBe(200);
  const stream = await openStream();

  const tool = path.join(repoDir, '.next/standalone/weirctl.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [tool, 'reset-password'], {
    env: { ...process.env, ...panel.env },
  });
  expect(stdout.trim()).toBe(panel.setupCode());

  expect((await panel.request('GET', '/api/status')).status).toBe(401);
  expect((await bearer()).status).toBe(401);
  await stream.ended;
  expect((await panel.request('POST', '/api/session', { password: NEW_PASSWORD })).status).toBe(409);
  await panel.claim();
  expect((await panel.request('GET', '/api/status')).status).toBe(200);
});

/** Those that are open are known to it once one of its own, which came later, is served: they are taken in turn. */
const seesConnections = ({ url }: BarePanel) => rawRequest(url, { path: '/api/health' });

test('a panel that is to end does not wait for the first request of a connection', async () => {
  const own = await startBarePanel('silent');
  const socket = connect(Number(new URL(own.url).port), '127.0.0.1');
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk;
  });
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  await seesConnections(own);
  process.kill(own.pid, 'SIGTERM');
  await waitFor('the panel to end', () => !isAlive(own.pid));
  await closed;
  // Node would have given up by itself, with a 408.
  expect(said).toBe('');
});

test('a panel that is to end begins no stream and keeps no connection', async () => {
  const own = await startBarePanel('late');
  await own.claim();
  const port = Number(new URL(own.url).port);
  const head = (method: string, route: string) =>
    `${method} ${route} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${own.url}\r\nCookie: ${own.cookie()}\r\n`;
  const under = async (route: string) => {
    const socket = connect(port, '127.0.0.1');
    let said = '';
    socket.on('data', (chunk) => {
      said += chunk;
    });
    const closed = once(socket, 'close');
    await once(socket, 'connect');
    // Under way when the panel is told to end: its body is not complete.
    socket.write(
      `${head('PUT', '/api/wizard/name')}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{`,
    );
    const goOn = () => socket.write(`}${head('GET', route)}\r\n`);
    return { goOn, closed, said: () => said };
  };
  const [stream, poll] = [await under('/api/stream'), await under('/api/health')];
  await seesConnections(own);
  process.kill(own.pid, 'SIGTERM');
  const isRefused = () =>
    new Promise<boolean>((resolve) => {
      const probe = connect(port, '127.0.0.1', () => resolve(false)).on('error', () => resolve(true));
      probe.unref().on('connect', () => probe.destroy());
    });
  await waitFor('the panel to take no more connections', isRefused);
  stream.goOn();
  poll.goOn();
  await Promise.all([stream.closed, poll.closed]);
  expect(poll.said()).toMatch(/HTTP\/1\.1 4\d\d .*HTTP\/1\.1 200 OK.*connection: close/is);
  expect(stream.said()).toMatch(/text\/event-stream/);
  await waitFor('the panel to end', () => !isAlive(own.pid));
});
