import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  certificateFor,
  httpReceiver,
  MAIL_LOGIN,
  mailServer,
  type Receiver,
} from '../support/fakes/receivers.ts';
import { type BarePanel, startBarePanel } from '../support/panel/bare-panel.ts';
import { type Panel, startPanel } from '../support/panel/panel.ts';
import { waitFor } from '../support/run/exec.ts';

let first: BarePanel;
let next: Panel | null = null;
let phone: Receiver;

beforeEach(async () => {
  phone = await httpReceiver();
  first = await startBarePanel('notify-restart');
  await first.claim();
});
afterEach(async () => {
  await first?.stop();
  await next?.stop();
  await phone.stop();
});

const channel = () => ({
  kind: 'ntfy',
  name: 'Phone',
  isOn: true,
  server: phone.origin,
  topic: 'pond',
  hasToken: false,
  token: '',
});
const rules = {
  afterMinutes: 0,
  tellsWarnings: true,
  reminderHours: 12,
  quiet: null,
  timeZone: 'Europe/Berlin',
};

/** The same panel, killed without notice and started again, some seconds after. */
async function restart(): Promise<void> {
  process.kill(-first.pid, 'SIGKILL');
  const stateDir = first.env.WEIR_STATE_DIR ?? '';
  const port = Number(new URL(first.url).port);
  await sleep(500);
  next = await startPanel({ stateDir, ports: { WEIR_PORT: port }, env: first.env });
}

test('a built panel without an engine tells a phone so, once, whatever happens to it', async () => {
  await first.json('PUT', '/api/notify/rules', rules);
  await first.json('POST', '/api/notify/channels', channel());
  await waitFor('the message', () => phone.seen.length > 0, { timeoutMs: 40_000 });
  expect(JSON.parse(phone.seen[0]?.body ?? '')).toMatchObject({
    topic: 'pond',
    title: expect.stringContaining('The Docker engine does not answer.'),
    message: expect.stringContaining('(Europe/Berlin)'),
  });
  const kept = () => readFileSync(path.join(first.env.WEIR_STATE_DIR ?? '', 'notify-state.json'), 'utf8');
  await waitFor('its note', () => JSON.parse(kept()).outbox.length === 0);
  await restart();
  await sleep(35_000);
  expect(phone.seen).toHaveLength(1);
});

test('what could not be sent before the end of the panel is sent after its next start', async () => {
  phone.answer = (_, response) => response.writeHead(503).end();
  await first.json('PUT', '/api/notify/rules', rules);
  await first.json('POST', '/api/notify/channels', channel());
  await waitFor('a try', () => phone.seen.length > 0, { timeoutMs: 40_000 });
  const tried = JSON.parse(phone.seen[0]?.body ?? '').sequence_id;
  phone.answer = (_, response) => response.writeHead(200).end();
  phone.seen.length = 0;
  await restart();
  await waitFor('the message', () => phone.seen.length > 0, { timeoutMs: 40_000 });
  expect(JSON.parse(phone.seen[0]?.body ?? '').sequence_id).toBe(tried);
});

test('the build can send mail, and sends none to a server whose certificate nobody signed', async () => {
  const server = await mailServer(certificateFor('mail.example'));
  const { host, port } = server;
  const mail = { kind: 'email', name: 'Mail', isOn: true, host, port, security: 'starttls', ...MAIL_LOGIN };
  const to = { from: 'weir@pond.example', to: ['me@pond.example'] };
  const tried = await first.json('POST', '/api/notify/test', { id: null, channel: { ...mail, ...to } });
  expect(tried).toMatchObject({ wasSent: false, message: expect.stringContaining('is not signed by') });
  expect(server.mails).toEqual([]);
  await server.stop();
});
