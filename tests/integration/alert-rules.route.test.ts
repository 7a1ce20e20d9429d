import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { GET as download } from '@/app/api/alert-rules/file/route';
import { PUT as change, GET as show } from '@/app/api/alert-rules/route';
import { POST as apply } from '@/app/api/grafana/apply/route';
import { POST as preview } from '@/app/api/grafana/preview/route';
import { PUT as connect, GET as showGrafana } from '@/app/api/grafana/route';
import { POST as setUp } from '@/app/api/setup/route';
import { setupCode } from '@/lib/server/auth/setup-code';
import { readOutOfStep } from '@/lib/server/grafana/out-of-step';
import { FakeGrafana, TOKEN } from '../support/fakes/fake-grafana';
import { cookieOf, forgetProcessState, freshStack, panelRequest } from '../support/panel/route-call';

let panel: ReturnType<typeof freshStack>;
let cookie: string;

beforeEach(async () => {
  panel = freshStack();
  const body = { code: await setupCode(), password: 'tall reeds by the pond' };
  cookie = cookieOf(await setUp(panelRequest('/api/setup', { method: 'POST', body })));
});
afterEach(() => panel.remove());

async function call(
  route: (request: Request) => Promise<Response>,
  method: string,
  { body, ifMatch }: { body?: unknown; ifMatch?: string } = {},
) {
  const headers = { 'content-type': 'application/json', ...(ifMatch && { 'if-match': `"${ifMatch}"` }) };
  const response = await route(panelRequest('/api/alert-rules', { method, body, cookie, headers }));
  return { status: response.status, body: JSON.parse(await response.text()) };
}
const save = (body: unknown, ifMatch?: string) => call(change, 'PUT', { body, ...(ifMatch && { ifMatch }) });
const stateFile = () => path.join(panel.stateDir, 'alert-rules.json');

interface Rule {
  name: string;
  isOn: boolean;
  limit: { value: number } | null;
}
const ruleIn = ({ groups }: { groups: { rules: Rule[] }[] }, name: string) =>
  groups.flatMap(({ rules }) => rules).find((one) => one.name === name);
const fileOf = async () => {
  const response = await download(panelRequest('/api/alert-rules/file', { cookie }));
  return { headers: response.headers, text: await response.text() };
};
const exprIn = (text: string, name: string) =>
  (parse(text) as { groups: { rules: { alert: string; expr: string }[] }[] }).groups
    .flatMap(({ rules }) => rules)
    .find(({ alert }) => alert === name)?.expr;

describe('the rules', () => {
  test('are as they ship, until a number is moved or a rule is switched off', async () => {
    const { body } = await call(show, 'GET');
    expect(ruleIn(body, 'WeirPiHot')).toMatchObject({
      ...{ title: 'A Pi is hot', severity: 'warning', isOn: true },
      limit: {
        ...{ name: 'pi-hot', side: 'more', value: 80, shipped: 80 },
        range: { least: 40, most: 100, digits: 0, sign: '°C' },
      },
    });
    expect(ruleIn(body, 'WeirPiDiskLow')).toMatchObject({ limit: { side: 'less', value: 10 } });
    expect(ruleIn(body, 'WeirDataLost')).toMatchObject({ limit: null });
    const saved = await save({ off: ['WeirDrift', 'WeirDrift'], limits: { 'pi-hot': 75, 'disk-low': 10 } });
    expect(ruleIn(saved.body, 'WeirPiHot')).toMatchObject({ limit: { value: 75, shipped: 80 } });
    expect(ruleIn(saved.body, 'WeirDrift')).toMatchObject({ isOn: false });
    // What is as it ships is not kept, so a later version’s default counts.
    expect(JSON.parse(readFileSync(stateFile(), 'utf8'))).toEqual({
      off: ['WeirDrift'],
      limits: { 'pi-hot': 75 },
    });
    expect(statSync(stateFile()).mode & 0o777).toBe(0o600);
    forgetProcessState();
    expect((await call(show, 'GET')).body).toEqual(saved.body);
    expect((await save({})).body).toEqual(body);
    expect(existsSync(stateFile())).toBe(false);
  });

  test.each([
    [{ limits: { 'pi-hot': 39 } }, 'limits.pi-hot'],
    [{ limits: { 'pi-hot': 101 } }, 'limits.pi-hot'],
    [{ limits: { 'pi-hot': 80.0004 } }, 'limits.pi-hot'],
    [{ limits: { 'lambda-errors': 0.15 } }, 'limits.lambda-errors'],
    [{ limits: { 'pi-cold': 5 } }, 'limits'],
    [{ limits: { constructor: 5 } }, 'limits'],
    [{ off: ['WeirPiHot"} or vector(1)'] }, 'off'],
    [{ off: ['toString'] }, 'off'],
  ])('%j is refused, at its field', async (body, field) => {
    const { status, body: answer } = await save(body);
    expect([status, Object.keys(answer.error.fieldErrors)]).toEqual([422, [field]]);
    expect(existsSync(stateFile())).toBe(false);
  });

  test.each([
    ['a number as a text', { limits: { 'pi-hot': '75' } }],
    ['no number', { limits: { 'pi-hot': null } }],
    ['another part', { rules: [] }],
    ['more rules than there can be', { off: Array(101).fill('WeirPiHot') }],
  ])('%s is no such change', async (_, body) => {
    expect((await save(body)).status).toBe(422);
    expect(existsSync(stateFile())).toBe(false);
  });

  test('a change of what somebody else has changed since is refused', async () => {
    const { revision } = (await call(show, 'GET')).body;
    expect((await save({ limits: { 'pi-hot': 75 } }, revision)).status).toBe(200);
    const { status, body } = await save({ off: ['WeirDrift'] }, revision);
    expect([status, body.error.code]).toEqual([409, 'revision-conflict']);
    expect(ruleIn((await call(show, 'GET')).body, 'WeirPiHot')).toMatchObject({ limit: { value: 75 } });
  });

  test.each(['', '0000', 'fedcba9876543210-gzip'])(
    'a change for the state %j is of none',
    async (unknown) => {
      const headers = { 'content-type': 'application/json', 'if-match': `"${unknown}"` };
      const { status } = await change(
        panelRequest('/api/alert-rules', { method: 'PUT', body: { off: ['WeirDrift'] }, cookie, headers }),
      );
      expect([status, existsSync(stateFile())]).toEqual([409, false]);
    },
  );

  test('a number that this version does not take is as it ships; a damaged file is said', async () => {
    writeFileSync(stateFile(), JSON.stringify({ off: ['WeirGone'], limits: { 'pi-hot': 5000, gone: 1 } }));
    expect(ruleIn((await call(show, 'GET')).body, 'WeirPiHot')).toMatchObject({ limit: { value: 80 } });
    writeFileSync(stateFile(), '{');
    const { body } = await call(show, 'GET');
    expect(body.error).toMatchObject({
      code: 'invalid-stack',
      message: expect.stringMatching(/alert-rules/),
    });
  });
});

test('the file to download has the numbers and the rules that are on; what ships stays as it is', async () => {
  const shipped = readFileSync('compose/alerts/weir.yaml', 'utf8');
  expect(parse((await fileOf()).text)).toEqual(parse(shipped));
  await save({ off: ['WeirDrift'], limits: { 'disk-low': 7 } });
  const { headers, text } = await fileOf();
  expect(headers.get('content-disposition')).toBe('attachment; filename="weir.yaml"');
  expect(exprIn(text, 'WeirPiDiskLow')).toMatch(/ < 0\.07$/);
  expect(text).toContain('Less than 7 % of {{ $labels.mountpoint }}');
  expect(exprIn(text, 'WeirDrift')).toBeUndefined();
  expect(readFileSync(path.join(panel.dir, 'alerts/weir.yaml'), 'utf8')).toBe(shipped);
});

describe('what is in Grafana', () => {
  let grafana: FakeGrafana;
  beforeEach(async () => {
    grafana = await FakeGrafana.start();
    await call(connect, 'PUT', { body: { address: grafana.origin, token: TOKEN } });
    await put();
  });
  afterEach(() => grafana.stop());

  const put = () => call(apply, 'POST', { body: { address: grafana.origin } });
  const isOutOfStep = async () => (await call(showGrafana, 'GET')).body.put.isOutOfStep;
  const outcomes = async () =>
    Object.fromEntries(
      (await put()).body.things.map(({ id, outcome }: { id: string; outcome: string }) => [id, outcome]),
    );

  test('is out of step with a number that was moved; putting it there mends it, and again changes nothing', async () => {
    expect([await isOutOfStep(), await readOutOfStep()]).toEqual([false, null]);
    await save({ limits: { 'pi-hot': 75 } });
    expect([await isOutOfStep(), await readOutOfStep()]).toMatchObject([
      true,
      { putVersion: expect.any(String) },
    ]);
    const changed = await outcomes();
    expect(Object.entries(changed).filter(([, outcome]) => outcome !== 'same')).toEqual([
      ['alerts-weir-pi', 'updated'],
    ]);
    const hot = grafana.rules.named('weir-pi')?.rules.find(({ alert }) => alert === 'WeirPiHot');
    expect(hot?.expr).toMatch(/ > 75$/);
    expect([await isOutOfStep(), await readOutOfStep()]).toEqual([false, null]);
    grafana.taken();
    expect(new Set(Object.values(await outcomes()))).toEqual(new Set(['same']));
    expect(grafana.taken().filter((one) => !one.startsWith('GET '))).toEqual([]);
    await save({});
    expect(await isOutOfStep()).toBe(true);
  });

  test('loses the group whose rules are all off, and gets it back', async () => {
    const off = ['WeirContainerMemoryNearLimit', 'WeirContainerRestarts'];
    await save({ off });
    const { things } = (await call(preview, 'POST', { body: {} })).body;
    const act = (id: string) => things.find((one: { id: string }) => one.id === id)?.act;
    expect([act('alerts-weir-containers'), act('alerts-weir-pi')]).toEqual(['removed', 'same']);
    expect(await outcomes()).toMatchObject({
      'alerts-weir-containers': 'removed',
      'weir-containers': 'same',
    });
    expect(grafana.rules.named('weir-containers')).toBeUndefined();
    expect(await isOutOfStep()).toBe(false);
    expect(await outcomes()).not.toHaveProperty('alerts-weir-containers');
    await save({});
    expect(await outcomes()).toMatchObject({ 'alerts-weir-containers': 'created' });
    expect(grafana.rules.named('weir-containers')?.rules).toHaveLength(2);
  });

  test('keeps a group of that name that is not Weir’s, whatever is named', async () => {
    const kept = grafana.rules.named('weir-containers');
    for (const rule of kept?.rules ?? []) delete (rule.annotations as Record<string, unknown>).__weir__;
    await save({ off: ['WeirContainerMemoryNearLimit', 'WeirContainerRestarts'] });
    await call(apply, 'POST', {
      body: { address: grafana.origin, overwrite: ['alerts-weir-containers'] },
    });
    expect(grafana.rules.named('weir-containers')?.rules).toHaveLength(2);
  });
});
