import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAsk } from '@/lib/server/grafana/ask';
import { Refusal } from '@/lib/server/grafana/refusal';
import { readShipped } from '@/lib/server/grafana/shipped';
import { readThere } from '@/lib/server/grafana/there';
import { FakeGrafana, TOKEN } from '../../support/fakes/fake-grafana';

let grafana: FakeGrafana;
beforeEach(async () => {
  grafana = await FakeGrafana.start();
});
afterEach(() => grafana.stop());

const access = () => ({ address: grafana.origin, token: TOKEN });
async function refused(options: Parameters<typeof createAsk>[1] = {}, given: object = {}): Promise<Refusal> {
  const error = await readThere(createAsk({ ...access(), ...given }, options), await readShipped()).catch(
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Refusal);
  expect(`${JSON.stringify(error)} ${error}`).not.toContain(TOKEN);
  return error as Refusal;
}

test('it is asked with the token in its header, and nowhere else', async () => {
  await createAsk(access())({ method: 'GET', path: '/api/datasources' });
  const [seen] = grafana.seen;
  expect(seen).toMatchObject({ path: '/api/datasources', headers: { authorization: `Bearer ${TOKEN}` } });
  expect(`${seen?.path} ${seen?.body}`).not.toContain(TOKEN);
});

test.each([
  ['a page', 200, '<html>Sign in</html>', /not Grafana/],
  ['another JSON', 200, '{"datasources":[]}', /not Grafana/],
  ['too much', 200, JSON.stringify([{ uid: 'x'.repeat(3_000_000) }]), /not Grafana/],
  ['nothing there', 404, '{"message":"Not found"}', /not Grafana/],
])('%s in its place is no Grafana', async (_, status, body, words) => {
  grafana.script = () => ({ status, body });
  expect((await refused()).message).toMatch(words);
});

test('a redirect is not followed', async () => {
  grafana.script = () => ({ status: 302, body: '', headers: { location: `${grafana.origin}/login` } });
  expect((await refused()).message).toMatch(/another address \(HTTP 302\)/);
  expect(grafana.taken()).toEqual(['GET /api/datasources']);
});

test('one that never ends its answer is given up', async () => {
  grafana.script = (_, response) => {
    response.writeHead(200).write('[');
    return 'done';
  };
  expect((await refused({ limitMs: 300 })).message).toMatch(/did not answer in time/);
});

test('who asks to wait is asked once more', async () => {
  const answers = [{ status: 429, headers: { 'retry-after': '0' } }];
  grafana.script = () => answers.shift();
  await readThere(createAsk(access()), await readShipped());
  expect(grafana.taken().slice(0, 2)).toEqual(['GET /api/datasources', 'GET /api/datasources']);
  grafana.script = () => ({ status: 429, headers: { 'retry-after': '0' } });
  expect((await refused()).message).toMatch(/no more requests/);
  expect(grafana.taken()).toHaveLength(2);
});

test('neither a part of the stack is asked, nor one in the open internet without TLS', async () => {
  const loopback = { address: grafana.origin.replace(/\/\/[^:]+/, '//127.0.0.1') };
  expect((await refused({}, loopback)).message).toMatch(/sends nothing there/);
  const resolve = async () => [{ address: '93.184.216.34', family: 4 }];
  const open = { address: 'http://grafana.example.org' };
  expect((await refused({ resolve }, open)).message).toMatch(/unencrypted/);
  expect(grafana.seen).toEqual([]);
});
