import { expect, test } from 'vitest';
import { aggregationOutcome, reloadOutcome } from '@/lib/server/vmagent/control';
import { vmagentMetrics } from '../../support/fakes/fake-ports';

const before = vmagentMetrics({ configOk: true, configErrors: 1, configReloads: 4, configLoadedAtMs: 1000 });

test.each([
  ['a changed config', { configReloads: 5, configLoadedAtMs: 2000 }, 1000, 'applied'],
  ['a changed config within the same second', { configReloads: 5 }, 1000, 'applied'],
  ['a config that cannot be parsed', { configErrors: 2, configOk: false }, 1000, 'refused'],
  ['no news after a second', {}, 1000, 'open'],
  ['no news and no error after three', {}, 3000, 'unchanged'],
  ['an error that was there before', { configOk: false }, 9000, 'open'],
  ['a vmagent that has not read its file yet', { configOk: null, configErrors: 0 }, 9000, 'open'],
  ['an old vmagent without gauge', { configOk: null, configErrors: null }, 3000, 'unchanged'],
] as const)('%s', (_what, over, elapsedMs, outcome) =>
  expect(reloadOutcome(before, { ...before, ...over }, elapsedMs)).toBe(outcome),
);

const read = vmagentMetrics({ aggregationOk: true, aggregationErrors: 1, aggregationLoadedAtMs: 1000 });

test.each([
  ['a list that is read', { aggregationLoadedAtMs: 2000 }, 'applied'],
  ['one that is refused', { aggregationOk: false, aggregationErrors: 2 }, 'refused'],
  ['no news', {}, 'open'],
  ['a vmagent without a list', { aggregationOk: null, aggregationErrors: null }, 'not-read'],
] as const)('aggregations: %s', (_what, over, outcome) =>
  expect(aggregationOutcome(read, { ...read, ...over })).toBe(outcome),
);
