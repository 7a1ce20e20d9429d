import { describe, expect, test } from 'vitest';
import type { Release } from '@/lib/schemas/updates/releases';
import { type Circumstances, lacksOf, offerOf, releaseNamed } from '@/lib/server/updates/offer';
import { compareVersions, isNewer } from '@/lib/server/updates/version';

const REPOSITORY = 'victoriametrics/vmagent';
const release = (version: string, more: Partial<Release> = {}): Release => ({
  version,
  notes: `What ${version} brings.`,
  ...more,
});
const known = (versions: Release[], more: Partial<Circumstances> = {}): Circumstances => ({
  list: { date: '2026-11-30', images: [{ repository: REPOSITORY, versions }] },
  soakDays: 7,
  nowMs: Date.parse('2026-12-01T12:00:00Z'),
  running: new Map([[REPOSITORY, 'v1.149.0']]),
  found: null,
  ...more,
});

describe('versions', () => {
  test.each([
    ['v1.9.0', 'v1.10.0'],
    ['1.112.0', 'v1.149.0'],
    ['v1.149.0', 'v1.149.0.1'],
    ['v1.0.0-rc.1', 'v1.0.0'],
    ['0.60.5', 'v0.60.6'],
  ])('%s is older than %s', (older, newer) => {
    expect(isNewer(newer, older)).toBe(true);
    expect(isNewer(older, newer)).toBe(false);
  });

  test.each([
    ['v1.0', '1.0.0'],
    ['v1.112.0+ds', 'v1.112.0'],
  ])('%s is %s', (one, other) => {
    expect(compareVersions(one, other)).toBe(0);
  });

  test.each(['latest', '', 'v', 'main-1', 'sha256:ab'])('“%s” is no version', (text) => {
    expect(compareVersions(text, 'v1.0.0')).toBeNull();
    expect(isNewer(text, 'v1.0.0')).toBe(false);
    expect(isNewer('v1.0.0', text)).toBe(false);
  });
});

describe('what the list has for a service', () => {
  test('nothing newer is the state of today', () => {
    expect(offerOf(REPOSITORY, 'v1.149.0', known([release('v1.149.0')]))).toEqual({
      bad: null,
      offered: null,
      refused: [],
      outside: null,
      newestKnown: 'v1.149.0',
    });
  });

  test('the newest good one is offered, whatever order the list has', () => {
    const all = [release('v1.150.0'), release('v1.154.1'), release('v1.149.0'), release('v1.151.0')];
    expect(offerOf(REPOSITORY, 'v1.149.0', known(all)).offered?.version).toBe('v1.154.1');
  });

  test('a bad one is named and never offered, and one that runs is told', () => {
    const bad = release('v1.154.0', { bad: 'It loses the buffer.' });
    const all = [release('v1.149.0'), release('v1.150.0'), bad];
    expect(offerOf(REPOSITORY, 'v1.149.0', known(all))).toMatchObject({
      bad: null,
      offered: { version: 'v1.150.0' },
      refused: [{ version: 'v1.154.0', why: 'It loses the buffer.' }],
    });
    expect(offerOf(REPOSITORY, 'v1.154.0', known(all))).toMatchObject({
      bad: 'It loses the buffer.',
      offered: null,
    });
  });

  test('an image that nobody knows, a tag that is no version and a list that is missing offer nothing', () => {
    const nothing = { bad: null, offered: null, refused: [], outside: null };
    const all = known([release('v1.154.0')]);
    expect(offerOf('somebody/else', 'v1.0.0', all)).toEqual({ ...nothing, newestKnown: null });
    expect(offerOf(REPOSITORY, null, all)).toEqual({ ...nothing, newestKnown: 'v1.154.0' });
    expect(offerOf(REPOSITORY, 'latest', all)).toEqual({ ...nothing, newestKnown: 'v1.154.0' });
    expect(offerOf(REPOSITORY, 'v1.149.0', { ...all, list: null })).toEqual({
      ...nothing,
      newestKnown: null,
    });
  });
});

describe('how long a version has been out', () => {
  const offered = (released: string | undefined, more: Partial<Circumstances> = {}) =>
    offerOf(REPOSITORY, 'v1.149.0', known([release('v1.150.0', { ...(released && { released }) })], more))
      .offered;

  test.each([
    ['2026-11-24', 7, null],
    ['2026-11-25', 6, '2026-12-02'],
    ['2026-12-01', 0, '2026-12-08'],
  ])('since %s: %s days, and it waits until %s', (released, ageDays, waitsUntil) => {
    expect(offered(released)).toMatchObject({ ageDays, waitsUntil });
  });

  test('of no known day, the day of the list counts', () => {
    expect(offered(undefined)).toMatchObject({ ageDays: 1, waitsUntil: '2026-12-07' });
  });

  test('with no days to wait it is there at once', () => {
    expect(offered('2026-12-01', { soakDays: 0 })).toMatchObject({ ageDays: 0, waitsUntil: null });
  });

  test('a clock that is behind makes no version old', () => {
    const nowMs = Date.parse('2024-01-01T00:00:00Z');
    expect(offered('2026-11-24', { nowMs })).toMatchObject({ ageDays: null, waitsUntil: '2026-12-01' });
  });
});

describe('what a version needs of others', () => {
  const STORE = 'victoriametrics/victoria-metrics';
  const needy = release('v1.154.1', { needs: { [STORE]: 'v1.150.0' } });

  test.each([
    ['an older one', 'v1.149.0', 1],
    ['the very one', 'v1.150.0', 0],
    ['a newer one', 'v1.151.0', 0],
    ['what is no version', 'latest', 0],
  ])('%s', (_what, version, lacking) => {
    expect(lacksOf(needy, new Map([[STORE, version]]))).toHaveLength(lacking);
  });

  test('what does not run is needed by nobody, and what lacks is a sentence', () => {
    expect(lacksOf(needy, new Map())).toEqual([]);
    expect(lacksOf(needy, new Map([[STORE, 'v1.149.0']]))).toEqual([
      'v1.154.1 needs victoria-metrics v1.150.0 or newer; v1.149.0 runs. Update that first.',
    ]);
  });
});

test('a version is found by its tag alone', () => {
  const { list } = known([release('v1.154.1')]);
  expect(releaseNamed(list, REPOSITORY, 'v1.154.1')?.notes).toBe('What v1.154.1 brings.');
  expect(releaseNamed(list, REPOSITORY, '1.154.1')).toBeNull();
  expect(releaseNamed(null, REPOSITORY, 'v1.154.1')).toBeNull();
});

describe('what a registry has beyond the list', () => {
  const found = (version: string, sinceMs = Date.parse('2026-11-29T12:00:00Z')): Circumstances['found'] => ({
    askedAtMs: 0,
    images: { [REPOSITORY]: { newest: { version, sinceMs }, isSilent: false } },
  });
  const outside = (version: string | null, more: Partial<Circumstances>) =>
    offerOf(REPOSITORY, version, known([release('v1.149.0'), release('v1.150.0')], more)).outside;

  test('is shown, with the days since it was seen', () => {
    expect(outside('v1.149.0', { found: found('v1.151.0') })).toEqual({
      version: 'v1.151.0',
      seenDays: 2,
      waitsUntil: '2026-12-06',
    });
    expect(outside('v1.149.0', { found: found('v1.151.0'), soakDays: 2 })?.waitsUntil).toBeNull();
  });

  test('is never older than what runs, nor than the list', () => {
    for (const version of ['v1.148.0', 'v1.149.0', 'v1.150.0'])
      expect(outside('v1.149.0', { found: found(version) })).toBeNull();
    expect(outside('v1.152.0', { found: found('v1.151.0') })).toBeNull();
    expect(outside('latest', { found: found('v1.151.0') })).toBeNull();
    expect(outside(null, { found: found('v1.151.0') })).toBeNull();
  });

  test('a clock that was set back since makes no day less than none', () => {
    expect(outside('v1.149.0', { found: found('v1.151.0', Date.parse('2027-01-01')) })?.seenDays).toBe(0);
  });
});
