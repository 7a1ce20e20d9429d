import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PUT as putAck, GET as showAcks } from '@/app/api/notify/acknowledgements/route';
import { PUT as putChannel, DELETE as removeChannel } from '@/app/api/notify/channels/[id]/route';
import { POST as addChannel } from '@/app/api/notify/channels/route';
import { PUT as putDeadMan } from '@/app/api/notify/dead-man/route';
import { POST as testDeadMan } from '@/app/api/notify/dead-man/test/route';
import { GET as showNotify } from '@/app/api/notify/route';
import { PUT as putRules } from '@/app/api/notify/rules/route';
import { POST as testChannel } from '@/app/api/notify/test/route';
import { POST as setUp } from '@/app/api/setup/route';
import type { ChannelView, NotifyView } from '@/lib/schemas/notify';
import type { Snapshot } from '@/lib/schemas/snapshot';
import { setupCode } from '@/lib/server/auth/setup-code';
import { incidents } from '@/lib/server/incidents/incidents';
import { notifier } from '@/lib/server/notify/notifier-service';
import { hub } from '@/lib/server/sampler/hub';
import { unknownSnapshot } from '@/lib/server/sampler/steps/unknown-snapshot';
import { httpReceiver, type Receiver } from '../support/fakes/receivers';
import { finding, notifyRules } from '../support/fixtures/notify-fixtures';
import { cookieOf, forgetProcessState, freshPanel, panelRequest } from '../support/panel/route-call';

const SECRETS = ['tk_0123456789abcdef', 'hook-path-0123456789', 'hush-0123456789abcdef', 'mail-0123456789'];
const [NTFY_TOKEN, HOOK_PATH, HOOK_KEY, MAIL_PASSWORD] = SECRETS as [string, string, string, string];

const ntfy = (over: object = {}) => ({
  kind: 'ntfy',
  name: 'Phone',
  isOn: true,
  server: 'https://ntfy.example',
  topic: 'pond',
  hasToken: true,
  token: NTFY_TOKEN,
  ...over,
});
const webhook = (over: object = {}) => ({
  kind: 'webhook',
  name: 'Chat',
  isOn: true,
  url: `https://chat.example/${HOOK_PATH}`,
  headerName: 'X-Key',
  headerValue: HOOK_KEY,
  ...over,
});
const email = (over: object = {}) => ({
  kind: 'email',
  name: 'Mail',
  isOn: true,
  host: 'mail.example',
  port: 587,
  security: 'starttls',
  username: 'me',
  password: MAIL_PASSWORD,
  from: 'weir@pond.example',
  to: ['me@pond.example'],
  ...over,
});
const deadMan = (over: object = {}) => ({
  isOn: true,
  url: `https://hc.example/${HOOK_PATH}`,
  okWhile: 'degraded',
  failSignal: 'fail',
  ...over,
});

type Route = (request: Request, context?: { params: Promise<Record<string, string>> }) => Promise<Response>;

let panel: ReturnType<typeof freshPanel>;
let cookie: string;
let receiver: Receiver;

beforeEach(async () => {
  panel = freshPanel();
  receiver = await httpReceiver();
  const body = { code: await setupCode(), password: 'tall reeds by the pond' };
  cookie = cookieOf(await setUp(panelRequest('/api/setup', { method: 'POST', body })));
});
afterEach(async () => {
  (await notifier().catch(() => null))?.stop();
  await receiver.stop();
  panel.remove();
});

async function call(
  route: Route,
  method: string,
  body?: unknown,
  id?: string,
  headers: Record<string, string> = {},
) {
  const request = panelRequest('/api/notify', { method, body, cookie, headers });
  const response = await route(request, {
    params: Promise.resolve(id === undefined ? ({} as Record<string, string>) : { id }),
  });
  const text = await response.text();
  for (const secret of SECRETS) expect(text).not.toContain(secret);
  return { status: response.status, body: text ? JSON.parse(text) : null };
}
const add = async (channel: object): Promise<ChannelView> => {
  const { status, body } = await call(addChannel, 'POST', channel);
  expect(status, JSON.stringify(body)).toBe(201);
  return (body as NotifyView).channels.at(-1) as ChannelView;
};
const saved = () => JSON.parse(readFileSync(path.join(panel.stateDir, 'notify.json'), 'utf8'));
const see = (...ids: string[]) => {
  const empty = unknownSnapshot(Date.now());
  const findings = ids.map((id) => finding(id));
  const snapshot: Snapshot = { ...empty, verdict: { ...empty.verdict, state: 'degraded', findings } };
  hub().publish(snapshot);
  incidents().onSnapshot(snapshot);
};

test('secrets are kept for the panel’s user alone and never come back', async () => {
  for (const channel of [ntfy(), webhook(), email()]) await add(channel);
  await call(putDeadMan, 'PUT', deadMan());
  const { body } = await call(showNotify, 'GET');
  expect(body.channels).toMatchObject([
    { kind: 'ntfy', token: { isSet: true, lastFour: 'cdef' }, last: null, waiting: 0 },
    { kind: 'webhook', urlHost: 'chat.example', url: { isSet: true }, headerValue: { isSet: true } },
    { kind: 'email', password: { isSet: true, lastFour: null } },
  ]);
  expect(body.deadMan).toMatchObject({ isOn: true, urlHost: 'hc.example', url: { isSet: true } });
  for (const file of readdirSync(panel.stateDir).filter((name) => name.startsWith('notify')))
    expect(statSync(path.join(panel.stateDir, file)).mode & 0o777).toBe(0o600);
  expect(saved().channels[0].token).toBe(NTFY_TOKEN);
});

test('a secret that is left empty stays, and goes nowhere else than it was entered for', async () => {
  const phone = await add(ntfy());
  const chat = await add(webhook());
  const mail = await add(email());
  const change = (id: string, body: object) => call(putChannel, 'PUT', body, id);
  await change(phone.id, ntfy({ name: 'Tablet', token: '' }));
  await change(chat.id, webhook({ url: '', headerValue: '', isOn: false }));
  await change(mail.id, email({ password: '', port: 465, security: 'tls' }));
  expect(saved().channels).toMatchObject([
    { name: 'Tablet', token: NTFY_TOKEN },
    { url: `https://chat.example/${HOOK_PATH}`, headerValue: HOOK_KEY, isOn: false },
    { port: 465, password: MAIL_PASSWORD },
  ]);
  const moved = [
    await change(phone.id, ntfy({ server: 'https://evil.example', token: '' })),
    await change(chat.id, webhook({ url: 'https://evil.example/x', headerValue: '' })),
    await change(mail.id, email({ host: 'evil.example', password: '' })),
  ];
  expect(moved.map(({ status, body }) => [status, Object.keys(body.error.fieldErrors)])).toEqual([
    [422, ['token']],
    [422, ['headerValue']],
    [422, ['password']],
  ]);
  await change(phone.id, ntfy({ hasToken: false, token: '' }));
  expect(saved().channels[0].token).toBe('');
});

test('a test says what happened, with the saved secret, and shows no answer’s body', async () => {
  receiver.answer = (_, response) => response.writeHead(403).end('secret words');
  const phone = await add(ntfy({ server: receiver.origin }));
  const draft = ntfy({ server: receiver.origin, token: '', topic: 'lake' });
  const { status, body } = await call(testChannel, 'POST', { id: phone.id, channel: draft });
  expect(status).toBe(200);
  expect(body).toMatchObject({ wasSent: false, status: 403, message: expect.stringContaining('refuses it') });
  expect(JSON.stringify(body)).not.toContain('secret words');
  expect(receiver.seen[0]?.headers.authorization).toBe(`Bearer ${NTFY_TOKEN}`);
  expect(JSON.parse(receiver.seen[0]?.body ?? '')).toMatchObject({ topic: 'lake' });

  const away = ntfy({ server: 'https://evil.example', token: '' });
  expect((await call(testChannel, 'POST', { id: phone.id, channel: away })).status).toBe(422);
});

test('tests are few', async () => {
  const body = { id: null, channel: ntfy({ server: receiver.origin }) };
  for (let round = 0; round < 10; round += 1)
    expect((await call(testChannel, 'POST', body)).body.wasSent).toBe(true);
  expect((await call(testChannel, 'POST', body)).status).toBe(429);
  expect(receiver.seen).toHaveLength(10);
});

test('the dead-man’s switch can be tried before it is saved', async () => {
  const draft = deadMan({ isOn: false, url: `${receiver.origin}/ping/uuid` });
  const { body } = await call(testDeadMan, 'POST', draft);
  expect(body).toMatchObject({ wasSent: true, status: 200 });
  // Right after the start nothing is known: neither a success nor a failure may be claimed.
  expect(receiver.seen[0]?.path).toBe('/ping/uuid/log');
  expect((await call(putDeadMan, 'PUT', deadMan({ url: '' }))).body.error.fieldErrors).toHaveProperty('url');
});

test('rules are checked, saved and used', async () => {
  const wrong = notifyRules({ quiet: { from: '07:00', to: '07:00', losingPasses: true } });
  expect((await call(putRules, 'PUT', wrong)).body.error.fieldErrors).toHaveProperty('quiet.to');
  expect((await call(putRules, 'PUT', notifyRules({ timeZone: 'Mars/Olympus' }))).status).toBe(422);
  const right = notifyRules({ afterMinutes: 0, timeZone: 'Asia/Tokyo' });
  const { body } = await call(putRules, 'PUT', right);
  expect(body.rules).toEqual({ ...right, revision: expect.any(String) });
  expect(body.localTime).toMatch(/^\d\d:\d\d$/);

  await add(ntfy({ server: receiver.origin }));
  see('destination-unauthorised');
  await expect.poll(() => receiver.seen.length).toBe(1);
  expect(JSON.parse(receiver.seen[0]?.body ?? '')).toMatchObject({
    title: 'this Pi: Data waits: Title of destination-unauthorised.',
    message: expect.stringContaining('(Asia/Tokyo)'),
  });
  await expect.poll(async () => (await call(showNotify, 'GET')).body.channels[0].last?.wasSent).toBe(true);
});

test('a finding is acknowledged, which outlives a restart, and only while it is there', async () => {
  expect((await call(showAcks, 'GET')).body).toEqual({ isTelling: false, acknowledged: [] });
  await add(ntfy({ server: receiver.origin }));
  see('destination-unauthorised');
  const mine = { findingId: 'destination-unauthorised', isAcknowledged: true };
  const acknowledged = [{ findingId: mine.findingId, atMs: expect.any(Number) }];
  expect((await call(putAck, 'PUT', mine)).body).toEqual({ isTelling: true, acknowledged });
  expect((await call(putAck, 'PUT', { ...mine, findingId: 'another' })).status).toBe(404);
  (await notifier()).stop();
  forgetProcessState();
  expect((await call(showAcks, 'GET')).body.acknowledged).toEqual(acknowledged);
  expect((await call(putAck, 'PUT', { ...mine, isAcknowledged: false })).body.acknowledged).toEqual([]);
});

test('what is not there cannot be changed, and there is a most', async () => {
  expect((await call(putChannel, 'PUT', ntfy(), 'abcdefabcdef')).status).toBe(404);
  expect((await call(removeChannel, 'DELETE', {}, 'abcdefabcdef')).status).toBe(404);
  const made = [];
  for (let round = 0; round < 10; round += 1) made.push(await add(ntfy()));
  expect((await call(addChannel, 'POST', ntfy())).status).toBe(422);
  const { body } = await call(removeChannel, 'DELETE', {}, made[0]?.id);
  expect(body.channels).toHaveLength(9);
});

test.each([
  ['a line break in a name', ntfy({ name: 'x\ny' }), 'name'],
  ['a topic that is a path', ntfy({ topic: '../x' }), 'topic'],
  ['another protocol', ntfy({ server: 'file:///etc/passwd' }), 'server'],
  ['a password in the address', webhook({ url: 'https://me:pw@x.example/' }), 'url'],
  ['a header of the protocol', webhook({ headerName: 'Content-Length' }), 'headerName'],
  ['a line break in a header', webhook({ headerValue: 'a\r\nX: y' }), 'headerValue'],
  ['two recipients in one', email({ to: ['a@b.c,d@e.f'] }), 'to.0'],
  ['a header in a recipient', email({ to: ['a@b.c\r\nBcc: d@e.f'] }), 'to.0'],
  ['a host with a path', email({ host: 'mail.example/x' }), 'host'],
])('%s is refused', async (_, channel, field) => {
  const { status, body } = await call(addChannel, 'POST', channel);
  expect(status).toBe(422);
  expect(Object.keys(body.error.fieldErrors).join()).toContain(field);
});

test('a damaged file is said, not overwritten, and the panel goes on', async () => {
  const file = path.join(panel.stateDir, 'notify.json');
  writeFileSync(file, '{"channels": [', { mode: 0o600 });
  const { status, body } = await call(showNotify, 'GET');
  expect([status, body.error.code]).toEqual([409, 'invalid-stack']);
  expect((await call(addChannel, 'POST', ntfy())).status).toBe(409);
  expect(readFileSync(file, 'utf8')).toBe('{"channels": [');
});

test('what was told before is begun anew when its file is damaged', async () => {
  writeFileSync(path.join(panel.stateDir, 'notify-state.json'), 'x', { mode: 0o600 });
  expect((await call(showNotify, 'GET')).status).toBe(200);
});

test('a change of what was changed in between is refused, and says so', async () => {
  const phone = await add(ntfy());
  const first: NotifyView = (await call(showNotify, 'GET')).body;
  const seen = (revision: string) => ({ 'if-match': `"${revision}"` });
  const parts: [Route, object, (view: NotifyView) => string | undefined, string?][] = [
    [putRules, notifyRules({ afterMinutes: 7 }), ({ rules }) => rules.revision],
    [putDeadMan, deadMan(), ({ deadMan: { revision } }) => revision],
    [putChannel, ntfy({ name: 'Tablet' }), ({ channels }) => channels[0]?.revision, phone.id],
  ];
  for (const [route, change, revisionOf, id] of parts) {
    const before = revisionOf(first) ?? '';
    expect((await call(route, 'PUT', change, id, seen(before))).status).toBe(200);
    const late = await call(route, 'PUT', change, id, seen(before));
    expect(late.status).toBe(409);
    expect(late.body.error).toMatchObject({
      code: 'revision-conflict',
      message: expect.stringContaining('another browser'),
    });
    const now = revisionOf((await call(showNotify, 'GET')).body) ?? '';
    expect(now).not.toBe(before);
    expect((await call(route, 'PUT', change, id, seen(now))).status).toBe(200);
    expect((await call(route, 'PUT', change, id, { 'if-match': '*' })).status).toBe(200);
  }
  // The same names after a restart of the panel, which reads them from the file.
  const kept: NotifyView = (await call(showNotify, 'GET')).body;
  (await notifier()).stop();
  forgetProcessState();
  const { body: again }: { body: NotifyView } = await call(showNotify, 'GET');
  for (const [, , revisionOf] of parts) expect(revisionOf(again)).toBe(revisionOf(kept));
});

test('what a newer version or a hand has put into the file stops nothing, is not shown, and stays', async () => {
  const phone = await add(ntfy());
  const file = path.join(panel.stateDir, 'notify.json');
  const before = saved();
  const pigeon = { id: 'ba9876543210', kind: 'pigeon', loft: 'attic' };
  const odd = {
    ...before,
    note: 'by hand',
    channels: [{ ...before.channels[0], priority: 'max' }, pigeon],
    rules: { ...before.rules, weekend: true },
  };
  writeFileSync(file, JSON.stringify(odd));
  (await notifier()).stop();
  forgetProcessState();
  const { status, body } = await call(showNotify, 'GET');
  expect(status).toBe(200);
  expect(body.channels).toMatchObject([{ kind: 'ntfy', name: 'Phone' }]);
  expect(JSON.stringify(body)).not.toMatch(/pigeon|priority|weekend|by hand/);
  const changed = await call(putChannel, 'PUT', ntfy({ name: 'Tablet', token: '' }), phone.id);
  expect(changed.status).toBe(200);
  expect(saved()).toMatchObject({
    note: 'by hand',
    channels: [{ name: 'Tablet', priority: 'max', token: NTFY_TOKEN }, pigeon],
    rules: { weekend: true },
  });
});
