import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startBarePanel } from '../support/panel/bare-panel.ts';
import { type Panel, startPanel } from '../support/panel/panel.ts';
import { rawRequest } from '../support/panel/raw-request.ts';
import { waitFor } from '../support/run/exec.ts';
import { freePort } from '../support/run/ports.ts';

const running: Panel[] = [];
afterEach(async () => {
  for (const panel of running.splice(0)) await panel.stop();
});

async function first(name: string) {
  const panel = await startBarePanel(name);
  running.push(panel);
  return { panel, stateDir: panel.env.WEIR_STATE_DIR ?? '' };
}

/** A second panel on the same folder, as soon as it answers at all. */
async function second(env: Record<string, string>, readyStatus = 503) {
  const port = await freePort();
  const stack = { stateDir: env.WEIR_STATE_DIR ?? '', ports: { WEIR_PORT: port }, env };
  const panel = await startPanel(stack, { readyStatus });
  running.push(panel);
  return panel;
}

const files = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => [file, statSync(file).mtimeMs, readFileSync(file, 'utf8')]);

test('a second panel on one folder says so on every page, refuses every change, touches nothing, and goes on when the first ends', async () => {
  const { panel, stateDir } = await first('second');
  await panel.claim();
  await panel.json('POST', '/api/token', {});
  // It writes by itself, as when it finds that there is no engine: it holds its lock while it stands still.
  process.kill(panel.pid, 'SIGSTOP');
  const before = files(stateDir);
  const other = await second(panel.env);
  for (const url of ['/', '/login', '/setup', '/services', '/nowhere', '/metrics']) {
    const { status, body, headers } = await rawRequest(other.url, {
      path: url,
      headers: { host: 'localhost' },
    });
    expect({ url, status }).toEqual({ url, status: 503 });
    expect(body).toContain('Another panel works on this stack');
    expect(body).not.toContain('<script');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  }
  const cookie = panel.cookie();
  for (const [method, url] of [
    ['GET', '/api/status'],
    ['POST', '/api/session'],
    ['POST', '/api/setup'],
    ['PUT', '/api/settings'],
    ['POST', '/api/changes/revert'],
    ['POST', '/api/services/vmagent/actions'],
    ['GET', '/api/health'],
  ] as const) {
    const headers = { host: 'localhost', 'content-type': 'application/json', cookie };
    const body = method === 'GET' ? undefined : '{}';
    const answer = await rawRequest(other.url, { method, path: url, headers, body });
    expect({ url, status: answer.status }).toEqual({ url, status: 503 });
    expect(JSON.parse(answer.body).error.code).toBe('another-panel');
    expect(answer.headers['retry-after']).toBe('5');
  }
  expect(files(stateDir)).toEqual(before);
  process.kill(panel.pid, 'SIGCONT');
  expect((await panel.request('GET', '/api/token')).status).toBe(200);
  expect(other.log()).toContain('Another panel works on this stack folder');

  process.kill(panel.pid, 'SIGKILL');
  await waitFor(
    'the second panel to go on',
    async () => (await fetch(`${other.url}/api/health`)).status === 200,
    {
      timeoutMs: 30_000,
    },
  );
  await other.login();
  expect((await other.request('GET', '/api/token')).status).toBe(200);
});

test('a panel that is asked to end while it waits ends', async () => {
  const { panel } = await first('waiting');
  const other = await second(panel.env);
  await other.stop();
  expect(() => process.kill(other.pid, 0)).toThrow();
});

test('what a power cut leaves of a lock holds nobody', async () => {
  const { panel, stateDir } = await first('leftovers');
  process.kill(panel.pid, 'SIGKILL');
  await waitFor('its end', async () => (await fetch(panel.url).catch(() => null)) === null);
  expect(statSync(path.join(stateDir, 'panel.lock')).size).toBe(0);
  expect(existsSync(path.join(stateDir, 'panel.lock-journal'))).toBe(false);
  const next = await second(panel.env, 200);
  expect(next.log()).not.toContain('Another panel');
});

test('a folder that takes no lock is said in the log, and the panel answers', async () => {
  const port = await freePort();
  const { panel, stateDir } = await first('no-lock');
  await panel.stop();
  writeFileSync(path.join(stateDir, 'panel.lock'), 'not made by the panel');
  const other = await startPanel({ stateDir, ports: { WEIR_PORT: port }, env: panel.env });
  running.push(other);
  expect(other.log()).toContain('cannot be locked');
});
