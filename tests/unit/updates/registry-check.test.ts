import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askRegistries, readFound, shownRegistries } from '@/lib/server/updates/registry-check';
import type { ServedImage } from '@/lib/server/updates/served';
import { freshStack } from '../../support/panel/route-call';

let panel: ReturnType<typeof freshStack>;
const DAY_MS = 86_400_000;
const T0 = Date.parse('2026-12-01T12:00:00Z');

beforeEach(() => {
  panel = freshStack();
  vi.useFakeTimers({ toFake: ['Date'], now: T0 });
});
afterEach(() => {
  vi.useRealTimers();
  panel.remove();
});

const image = (home: string, more: Partial<ServedImage> = {}): ServedImage => ({
  service: 'vmagent',
  image: `${home}:v1.0.0`,
  home,
  from: 'registry',
  repository: home,
  tag: 'v1.0.0',
  digest: null,
  ...more,
});
const images = [image('victoriametrics/vmagent'), image('quay.io/some/exporter')];

test('is asked once a day, whoever looks, and a version keeps the day on which it was seen', async () => {
  const ask = vi.fn(async () => ['v1.1.0']);
  await Promise.all([askRegistries(images, ask), askRegistries(images, ask)]);
  expect(ask.mock.calls).toEqual([['victoriametrics/vmagent'], ['quay.io/some/exporter']]);
  vi.setSystemTime(T0 + DAY_MS - 1);
  await askRegistries(images, ask);
  expect(ask).toHaveBeenCalledTimes(2);
  vi.setSystemTime(T0 + DAY_MS);
  await askRegistries(images, ask);
  expect(ask).toHaveBeenCalledTimes(4);
  const found = await readFound();
  expect(found?.askedAtMs).toBe(T0 + DAY_MS);
  expect(found?.images['quay.io/some/exporter']?.newest).toEqual({ version: 'v1.1.0', sinceMs: T0 });
});

test('one that gives no list is named, asked the next day, and what it said before stays', async () => {
  await askRegistries(images, async () => ['v1.1.0']);
  vi.setSystemTime(T0 + DAY_MS);
  const ask = vi.fn(async (home: string) => {
    if (home.startsWith('quay.io')) throw new Error('HTTP 500');
    return ['v1.0.0'];
  });
  await askRegistries(images, ask);
  await askRegistries(images, ask);
  expect(ask).toHaveBeenCalledTimes(2);
  const found = await readFound();
  expect(found?.images).toEqual({
    'victoriametrics/vmagent': { newest: null, isSilent: false },
    'quay.io/some/exporter': { newest: { version: 'v1.1.0', sinceMs: T0 }, isSilent: true },
  });
  expect(shownRegistries(images, found)).toEqual({
    hosts: ['docker.io', 'quay.io'],
    askedAtMs: T0 + DAY_MS,
    silent: ['quay.io'],
  });
});

test('a clock that was ahead keeps nobody from asking', async () => {
  vi.setSystemTime(T0 + 1000 * DAY_MS);
  await askRegistries(images, async () => []);
  vi.setSystemTime(T0);
  const ask = vi.fn(async () => ['v1.1.0']);
  await askRegistries(images, ask);
  expect(ask).toHaveBeenCalledTimes(2);
});

test('of an image of its owner’s own, or without a version, nothing is asked', async () => {
  const ask = vi.fn(async () => ['v1.1.0']);
  const others = [image('example.org/mine', { from: 'own' }), image('docker.io/some/image', { tag: null })];
  await askRegistries(others, ask);
  expect(ask).not.toHaveBeenCalled();
  expect(shownRegistries(others, null)).toEqual({ hosts: [], askedAtMs: null, silent: [] });
});
