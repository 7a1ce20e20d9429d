import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { httpReceiver, type Received, type Receiver } from '../../../support/fakes/receivers';
import { type Panel, startPanel } from '../../../support/panel/panel';
import { waitFor } from '../../../support/run/exec';
import { ensureEngine } from '../../../support/stack/engine';
import { finishTask, launchPipeline } from '../../../support/stack/pipeline';
import { type TempStack, tempStack } from '../../../support/stack/stack';

let stack: TempStack;
let panel: Panel;
let phone: Receiver;
let watchdog: Receiver;

beforeAll(async () => {
  phone = await httpReceiver();
  watchdog = await httpReceiver();
  stack = await tempStack({ name: 'notify', engine: await ensureEngine() });
  panel = await startPanel(stack);
  await panel.claim();
  await launchPipeline(panel, { cluster: 'attic-pi' });
});
afterAll(async () => {
  await panel?.stop();
  await stack?.remove();
  await phone?.stop();
  await watchdog?.stop();
});

const titleOf = ({ body }: Received): string => JSON.parse(body).title;
const act = async (action: string) => {
  const { taskId } = await panel.json<{ taskId: string }>('POST', '/api/services/vmagent/actions', {
    action,
  });
  await finishTask(panel, taskId);
};
const pinged = (path: string) => watchdog.seen.filter((ping) => ping.path === path);

test('a stopped vmagent: one message, a failing ping, no repetition by a killed panel, and its end', async () => {
  const rules = { afterMinutes: 0, tellsWarnings: false, reminderHours: 12, quiet: null, timeZone: 'UTC' };
  await panel.json('PUT', '/api/notify/rules', rules);
  const channel = { kind: 'ntfy', name: 'Phone', isOn: true, server: phone.origin, topic: 'pond' };
  await panel.json('POST', '/api/notify/channels', { ...channel, hasToken: false, token: '' });
  const deadMan = { isOn: true, url: `${watchdog.origin}/uuid`, okWhile: 'degraded', failSignal: 'status' };
  await panel.json('PUT', '/api/notify/dead-man', deadMan);
  await waitFor('a ping of a healthy stack', () => pinged('/uuid').length > 0, { timeoutMs: 90_000 });
  expect(phone.seen).toEqual([]);

  await act('stop');
  await waitFor('the message', () => phone.seen.length > 0, { timeoutMs: 60_000 });
  expect(phone.seen.map(titleOf)).toEqual([expect.stringMatching(/^attic-pi: Losing data: .*vmagent/)]);
  await waitFor('a failing ping', () => pinged('/uuid/2').length > 0, { timeoutMs: 90_000 });
  expect(pinged('/uuid/2')[0]?.body).toMatch(/^vmagent-/);

  process.kill(-panel.pid, 'SIGKILL');
  await sleep(500);
  panel = await startPanel(stack);
  await panel.login();
  await sleep(20_000);
  expect(phone.seen).toHaveLength(1);

  await act('start');
  await waitFor('the end', () => phone.seen.length > 1, { timeoutMs: 240_000 });
  expect(phone.seen.map(titleOf)[1]).toMatch(/^attic-pi: Over: .*vmagent/);
}, 600_000);
