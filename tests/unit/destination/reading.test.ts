import { describe, expect, test } from 'vitest';
import type { SettingsChange } from '@/lib/schemas/settings/settings';
import { changeTexts } from '@/lib/server/settings/sections/change-texts';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { queryBase, readingIn } from '@/lib/server/stack/reading';
import { shippedFacts, shippedTexts } from '../../support/fixtures/shipped-texts';

const GRAFANA = 'https://prometheus-prod-01-eu-west-0.grafana.net/api/prom/push';
const mimir: SettingsChange = {
  destination: {
    kind: 'other',
    url: 'https://mimir.example/api/v1/push',
    username: '123456',
    password: 'write',
  },
};
const on: SettingsChange = { proof: { isOn: true, username: '', token: 'glc_read' } };

describe('where a destination is read', () => {
  test.each([
    [GRAFANA, 'https://prometheus-prod-01-eu-west-0.grafana.net/api/prom'],
    ['http://nas:8428/api/v1/write', 'http://nas:8428'],
    ['http://nas:9009/api/v1/push', 'http://nas:9009/prometheus'],
    ['https://vm.example/insert/42/prometheus/api/v1/write', 'https://vm.example/select/42/prometheus'],
    ['https://vm.example/insert/4:2/prometheus', 'https://vm.example/select/4:2/prometheus'],
    ['https://example.org/tenant/api/v1/write?x=1', 'https://example.org/tenant'],
    ['http://nas:8428/api/v1/write/', 'http://nas:8428'],
    ['https://vm.example/insert/multitenant/prometheus/api/v1/write', null],
    ['https://example.org/write', null],
    ['ftp://example.org/api/v1/write', null],
    ['', null],
  ])('%s → %s', (url, base) => {
    expect(queryBase(url)).toBe(base);
  });
});

describe('a token for reading', () => {
  const start = () => shippedTexts();
  const change = (texts: ReturnType<typeof start>, wanted: SettingsChange) =>
    changeTexts(wanted, texts, shippedFacts);

  test('is kept, shown by its end alone, and used for the destination that it was given for', () => {
    const { texts, title, problems } = change(start(), { ...mimir, ...on });
    expect(problems).toEqual([]);
    expect(title).toContain('Proof of arrival: on');
    expect(readingIn(texts)).toEqual({
      kind: 'other',
      base: 'https://mimir.example/prometheus',
      username: '123456',
      secret: 'glc_read',
    });
    const { proof } = settingsView(texts, shippedFacts);
    expect(proof).toMatchObject({ isOn: true, username: '', secret: { isSet: true } });
    expect(JSON.stringify(proof)).not.toContain('glc_read');
  });

  test('stays where the form sends none, and another name goes with it', () => {
    const { texts } = change(start(), { ...mimir, ...on });
    const again = change(texts, { proof: { isOn: true, username: 'reader' } });
    expect(again.problems).toEqual([]);
    expect(readingIn(again.texts)).toMatchObject({ username: 'reader', secret: 'glc_read' });
  });

  test('is not sent to another destination, and is asked for anew there', () => {
    const { texts } = change(start(), { ...mimir, ...on });
    const moved = change(texts, {
      destination: { kind: 'other', url: 'https://other.example/api/v1/write', username: 'a', password: 'b' },
    });
    expect(readingIn(moved.texts)).toBeNull();
    expect(moved.texts.get('env')).not.toContain('glc_read');
    expect(moved.title).toContain('Proof of arrival: off');
    expect(settingsView(moved.texts, shippedFacts).proof).toMatchObject({
      isOn: false,
      secret: { isSet: false },
    });
    const { problems } = change(moved.texts, { proof: { isOn: true, username: '' } });
    expect(problems).toMatchObject([{ field: 'proof.token' }]);
  });

  test('goes when it is switched off', () => {
    const { texts } = change(start(), { ...mimir, ...on });
    const off = change(texts, { proof: { isOn: false, username: '' } });
    expect(off.title).toBe('Proof of arrival: off');
    expect(readingIn(off.texts)).toBeNull();
    expect(off.texts.get('env')).not.toContain('glc_read');
  });

  test('is none for the store on this Pi, nor where nobody knows what is read', () => {
    expect(change(start(), on).problems).toMatchObject([{ field: 'proof.isOn' }]);
    const odd: SettingsChange = {
      destination: { kind: 'other', url: 'https://other.example/in', username: 'a', password: 'b' },
    };
    expect(change(start(), { ...odd, ...on }).problems).toMatchObject([{ field: 'proof.isOn' }]);
    expect(settingsView(change(start(), odd).texts, shippedFacts).proof.address).toBeNull();
  });

  test('is not sent where somebody else writes at the same host, whoever has edited the file', () => {
    const { texts } = change(start(), { ...mimir, ...on });
    const env = texts.get('env') ?? '';
    const edited = new Map([
      ...texts,
      ['env', env.replace('REMOTE_WRITE_USERNAME=123456', 'REMOTE_WRITE_USERNAME=7')],
    ]);
    expect(readingIn(texts)).not.toBeNull();
    expect(readingIn(edited as typeof texts)).toBeNull();
    const other = new Map([
      ...texts,
      ['env', env.replace('URL=https://mimir.example', 'URL=https://other.example')],
    ]);
    expect(readingIn(other as typeof texts)).toBeNull();
  });
});
