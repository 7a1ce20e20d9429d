import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readPrice } from '@/lib/server/price/price';
import { hub } from '@/lib/server/sampler/hub';
import { snapshots } from '../../support/fixtures/snapshots.ts';
import { freshStack } from '../../support/panel/route-call.ts';

const exporter = vi.hoisted(() => ({ asked: 0, end: [] as (() => void)[] }));
vi.mock('@/lib/server/sight/exporter', () => ({
  readExporter: () => {
    exporter.asked += 1;
    return new Promise<string>((resolve) => exporter.end.push(() => resolve('yace_cloudwatch_requests 1\n')));
  },
}));

let stack: ReturnType<typeof freshStack>;
beforeEach(() => {
  stack = freshStack();
  Object.assign(exporter, { asked: 0, end: [] });
  hub().publish(snapshots.delivering);
});
afterEach(() => {
  stack.remove();
});

const answer = () => {
  for (const end of exporter.end.splice(0)) end();
};
const isAsked = (times: number) => expect.poll(() => exporter.asked).toBe(times);

test('an exporter is read once for all who look within ten seconds', async () => {
  const looks = [readPrice(), readPrice()];
  await isAsked(1);
  answer();
  await Promise.all(looks);
  await readPrice();
  expect(exporter.asked).toBe(1);
});

test('one that is slow is not read twice at a time, and nobody waits long for it', async () => {
  const slow = await Promise.all([readPrice(), readPrice()]);
  expect(slow.map(({ sources }) => sources.aws?.counted)).toEqual([null, null]);
  await readPrice();
  expect(exporter.asked).toBe(1);
});

test('a change of the files is counted anew', async () => {
  const before = readPrice();
  await isAsked(1);
  answer();
  await before;
  writeFileSync(path.join(stack.dir, '.env'), 'YACE_SCRAPING_INTERVAL=600\n');
  const after = readPrice();
  await isAsked(2);
  answer();
  await after;
});
