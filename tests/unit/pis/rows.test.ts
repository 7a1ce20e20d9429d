import { describe, expect, test } from 'vitest';
import { pisSchema } from '@/lib/schemas/look/pis';
import type { StoredValue } from '@/lib/server/destination/question';
import { addressIn, isOlderVersion, shownText, versionIn } from '@/lib/server/pis/labels';
import { MOST_PIS, type Of, ROOM } from '@/lib/server/pis/questions';
import { rowsOf } from '@/lib/server/pis/rows';

const NOW_MS = Date.UTC(2026, 8, 22, 10, 30, 0);
const NOW = NOW_MS / 1000;

const line = (of: Of, cluster: string, value: number, labels = {}): StoredValue => ({
  labels: { of, cluster, ...labels },
  value,
});
/** All that a Pi tells that is well. */
const well = (cluster: string, version = '0.2.0', panel = 'a'.repeat(16)): StoredValue[] => [
  line('newest', cluster, NOW - 12),
  line('series', cluster, 812),
  line('verdict', cluster, 1, { state: 'ok' }),
  line('version', cluster, 1, { version }),
  line('panel', cluster, 1, { panel, address: `http://${cluster}.local:8430` }),
  line('interval', cluster, 60),
];
const seen = (
  values: StoredValue[],
  cluster: string | null = 'attic',
  before = new Map<string, number>(),
) => {
  const told = rowsOf(values, { cluster, nowMs: NOW_MS, before });
  // Whatever comes fits the contract.
  pisSchema.parse({
    state: 'read',
    where: null,
    readAtMs: NOW_MS,
    isNameKnown: true,
    includedSeries: null,
    ...told,
  });
  return told;
};

test('each Pi has its row, this one marked and without a link to itself', () => {
  const { pis } = seen([...well('attic'), ...well('barn')]);
  expect(pis).toEqual([
    {
      name: 'attic',
      isThisPi: true,
      state: 'arriving',
      reason: null,
      newestAtMs: NOW_MS - 12_000,
      series: 812,
      findings: { losing: 0, waiting: 0, warning: 0, info: 0 },
      version: '0.2.0',
      isOlder: false,
      intervalSeconds: 60,
      isOtherInterval: false,
      address: null,
      isTwofold: false,
      labels: {},
    },
    expect.objectContaining({ name: 'barn', isThisPi: false, address: 'http://barn.local:8430' }),
  ]);
});

test('the labels that its owner gave it are told, and nothing else', () => {
  const scraped = { __name__: 'up', instance: 'vmagent', job: 'vmagent' };
  const { pis } = seen([
    ...well('attic'),
    line('labels', 'attic', 1, { ...scraped, site: 'home', '1st': 'x', 'no-name': 'y', env: 'a\u202eb' }),
  ]);
  expect(pis[0]?.labels).toEqual({ site: 'home', env: 'a\u{FFFD}b' });
});

test('the worst stands first', () => {
  const { pis } = seen([
    ...well('attic'),
    ...well('barn'),
    line('finding', 'barn', 2, { severity: 'losing' }),
    line('verdict', 'barn', 1, { state: 'losing' }),
    line('newest', 'cellar', NOW - 7_200),
    line('newest', 'den', NOW - 20),
  ]);
  expect(pis.map(({ name, state }) => [name, state])).toEqual([
    ['barn', 'losing'],
    ['cellar', 'silent'],
    ['den', 'not-reporting'],
    ['attic', 'arriving'],
  ]);
  expect(pis[0]?.findings).toEqual({ losing: 2, waiting: 0, warning: 0, info: 0 });
  expect(pis[1]).toMatchObject({ series: null, findings: null, version: null });
});

test('one whose newest moves on sends what waited', () => {
  const values = [line('newest', 'barn', NOW - 3_600)];
  const state = (newestAtMs: number) => seen(values, 'attic', new Map([['barn', newestAtMs]])).pis[0]?.state;
  expect(state(NOW_MS - 3_900_000)).toBe('waiting');
  expect(state(NOW_MS - 3_600_000)).toBe('silent');
});

test('an older version and another interval than here are told', () => {
  const other = well('barn', '0.1.9').map((one) =>
    one.labels.of === 'interval' ? { ...one, value: 15 } : one,
  );
  const { pis } = seen([...well('attic', '0.10.0'), ...other]);
  expect(pis.map(({ isOlder, isOtherInterval }) => [isOlder, isOtherInterval])).toEqual([
    [false, false],
    [true, true],
  ]);
  const [row] = seen(other).pis;
  expect(row).toMatchObject({ isOlder: false, isOtherInterval: false });
});

describe('two Pis of one name', () => {
  test('are what the destination says', () => {
    expect(seen([...well('attic'), line('twofold', 'attic', 5)]).pis[0]?.isTwofold).toBe(true);
  });
  test('are not seen in a panel that was set up anew, whose address has changed, too', () => {
    const anew = line('panel', 'attic', 1, { panel: 'b'.repeat(16), address: 'http://x:1' });
    expect(seen([...well('attic'), anew]).pis[0]?.isTwofold).toBe(false);
  });
});

describe('labels are hostile', () => {
  test('a name is one line, in the direction of its letters, and short', () => {
    expect(shownText('a\nb\u202ec\u0000')).toBe('a\u{FFFD}b\u{FFFD}c\u{FFFD}');
    expect(shownText('x'.repeat(100_000))).toHaveLength(120);
    expect(seen(well('<img src=x>')).pis[0]?.name).toBe('<img src=x>');
  });

  test.each(['', 'latest', '1.2', '1.2.3\n', `1.2.3-${'x'.repeat(50)}`, '<b>1.2.3'])(
    '%j is no version',
    (text) => {
      expect(versionIn(text)).toBeNull();
    },
  );
  test.each([
    ['0.9.0', '0.10.0', true],
    ['1.0.0', '0.10.0', false],
    ['1.0.0-rc.1', '1.0.0', false],
    ['1.2.3', '1.2.3', false],
  ])('%s is older than %s: %s', (one, other, isOlder) => {
    expect(isOlderVersion(one, other)).toBe(isOlder);
  });

  test.each([
    ['http://attic.local:8430', 'http://attic.local:8430'],
    ['https://weir.example.org/a?b#c', 'https://weir.example.org'],
    ['http://[fd00::1]:8430/', 'http://[fd00::1]:8430'],
    ['HTTP://ATTIC', 'http://attic'],
    ['javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['http://user:pass@attic/', null],
    ['http://a_b c/', null],
    ['//attic', null],
    ['', null],
    [`http://${'x'.repeat(400)}`, null],
  ])('the address %j is %j', (text, expected) => {
    expect(addressIn(text)).toBe(expected);
  });

  test('numbers that are none, and kinds that are none, are nothing', () => {
    const { pis } = seen([
      line('newest', 'a', 1e18),
      line('series', 'a', 1e17),
      line('interval', 'a', 1e-9),
      line('verdict', 'a', 1, { state: 'constructor' }),
      line('newest', 'b', -1e18),
      line('series', 'b', -5),
      line('interval', 'b', 1e17),
      { labels: { of: '__proto__', cluster: 'a' }, value: 1 },
      { labels: { of: 'newest' }, value: NOW },
      { labels: {}, value: NOW },
    ]);
    expect(pis).toMatchObject([
      { name: 'b', newestAtMs: 0, series: null, intervalSeconds: null, state: 'silent' },
      { name: 'a', newestAtMs: NOW_MS, series: null, intervalSeconds: null, state: 'not-reporting' },
    ]);
  });

  test('of a flood so many rows are shown, and none of them is judged by what may have been left out', () => {
    const flood = Array.from({ length: 5_000 }, (_, index) => line('newest', `pi-${index}`, NOW - 5));
    const { pis, hasMore } = seen(flood);
    expect([pis.length, hasMore]).toEqual([MOST_PIS, true]);
    expect(new Set(pis.map(({ state }) => state))).toEqual(new Set(['unknown']));
    const crowd = Array.from({ length: ROOM.panel + 50 }, (_, index) =>
      line('panel', 'attic', 1, { panel: `${index}` }),
    );
    expect(seen([...well('attic'), ...crowd]).pis[0]).toMatchObject({ isTwofold: false, state: 'arriving' });
  });
});
