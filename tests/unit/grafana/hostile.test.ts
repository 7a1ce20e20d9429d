import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { refusalOf } from '@/lib/server/grafana/answers';
import { applySet } from '@/lib/server/grafana/apply';
import { createAsk } from '@/lib/server/grafana/ask';
import { readShipped } from '@/lib/server/grafana/shipped';
import { digestOfDashboard } from '@/lib/server/grafana/stamp';
import { readThere } from '@/lib/server/grafana/there';
import { FakeGrafana, said, TOKEN } from '../../support/fakes/fake-grafana';

let grafana: FakeGrafana;
beforeEach(async () => {
  grafana = await FakeGrafana.start();
});
afterEach(() => grafana.stop());

const ask = () => createAsk({ address: grafana.origin, token: TOKEN });
const apply = async () =>
  applySet({ ask: ask(), address: grafana.origin, set: await readShipped(), put: null, overwrite: [] }, 1000);

test('an answer that repeats the token does not bring it to the browser', async () => {
  grafana.script = ({ headers }) => said(400, `You sent ${headers.authorization}, which is odd`);
  const { result } = await apply();
  expect(result).toMatchObject({ state: 'refused', message: expect.stringMatching(/It says: “You sent/) });
  expect(JSON.stringify(result)).not.toContain(TOKEN);
});

test.each(['constructor', '__proto__', 'toString'])('a conflict called %s is an unknown one', (status) => {
  const { message } = refusalOf({ status: 412, text: JSON.stringify({ message: 'Odd', status }) });
  expect(message).toMatch(/^It does not fit .* It says: “Odd”\.$/);
});

test.each(['Alerts:\n  <<: 3\n', '? [a]\n: b\n', '&a [*a]', '['.repeat(900_000), 'x: !!binary 3'])(
  'rules that are no list of rules are refused',
  async (body) => {
    await apply();
    grafana.script = ({ method, path }) =>
      method === 'GET' && path.includes('/convert/') ? { status: 200, body } : undefined;
    expect((await apply()).result).toMatchObject({ message: expect.stringMatching(/not Grafana/) });
  },
);

test('a dashboard that is nested without end is none of Weir’s', async () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  const defaults = `{"defaults":{"mappings":${deep}}}`;
  const text = `{"title":"x","version":1,"panels":[{"type":"stat","fieldConfig":${defaults}}]}`;
  expect(digestOfDashboard(JSON.parse(text))).toBeNull();
});

describe('a data source', () => {
  const named = (uid: string, name: string) => [{ uid, name, type: 'prometheus', isDefault: true }];

  test('whose uid fits into no header is passed over', async () => {
    grafana.dataSources = [...named('a\r\nx: y', 'Odd'), ...named('mine', 'Mine')];
    expect((await readThere(ask(), await readShipped())).dataSource).toEqual({ uid: 'mine', name: 'Mine' });
  });

  test('is called by one plain line', async () => {
    grafana.dataSources = named('mine', '\u202eeniM\u001b[31m');
    expect((await readThere(ask(), await readShipped())).dataSource?.name).toBe('eniM');
  });
});
