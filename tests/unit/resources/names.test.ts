import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { namesFor } from '@/lib/server/resources/names';
import type { Reading } from '@/lib/server/resources/reading';
import type { FoundResource } from '@/lib/server/stack/discovery';
import { forgetProcessState, freshPanel } from '../../support/panel/route-call';

const asked = vi.hoisted(() => [] as string[][]);
const fake = vi.hoisted(() => ({ names: new Map([['h7k2m9', 'Shop API']]) }));
vi.mock('@/lib/server/sources/ask', () => ({
  namesAt: async (_source: string, _sources: object, _texts: object, places: readonly string[]) => {
    asked.push([...places]);
    return fake.names;
  },
}));

const HOUR_MS = 3_600_000;
const api = (place: string, account: string): FoundResource => ({
  ...{
    id: `${place} ${account}`,
    name: 'h7k2m9',
    unnamed: 'h7k2m9',
    service: 'API Gateway',
    kind: 'HTTP API',
  },
  ...{ place, account, alias: '', via: '', prefix: 'aws_apigateway_', tags: [], figures: [], selector: [] },
});
const of = (...resources: FoundResource[]): Reading => ({
  ...{ atMs: 0, resources, byId: new Map(), isCut: false },
});
const OWN = api('eu-west-1', '210987654321');
const SHOP = api('eu-west-1', '310987654321');
const FAR = api('us-east-1', '210987654321');

let panel: ReturnType<typeof freshPanel>;
beforeEach(() => {
  vi.useFakeTimers();
  panel = freshPanel();
  forgetProcessState();
  asked.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
  panel.remove();
});

test('names are asked for once a day', async () => {
  expect((await namesFor('aws', of(OWN, FAR))).get('h7k2m9')).toBe('Shop API');
  await namesFor('aws', of(FAR, OWN));
  expect(asked).toEqual([['eu-west-1/210987654321', 'us-east-1/210987654321']]);
  await vi.advanceTimersByTimeAsync(25 * HOUR_MS);
  await namesFor('aws', of(OWN, FAR));
  expect(asked).toHaveLength(2);
});

test('they are asked for at once where an account or a region has come, and not where one has gone', async () => {
  await namesFor('aws', of(OWN));
  await namesFor('aws', of(OWN, SHOP));
  await namesFor('aws', of(OWN, SHOP, FAR));
  await namesFor('aws', of(SHOP));
  expect(asked.map((places) => places.length)).toEqual([1, 2, 3]);
});

test('where nothing is without a name, nobody is asked', async () => {
  await namesFor('aws', of({ ...OWN, unnamed: '' }));
  expect(asked).toEqual([]);
});
