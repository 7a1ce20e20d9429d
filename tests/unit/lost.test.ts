import { expect, test } from 'vitest';
import { counterNames, type Growth } from '@/lib/server/sampler/counters';
import { createLostCounter } from '@/lib/server/sampler/lost';

const growth = (over: Partial<Growth['by']>): Growth => {
  const nought = Object.fromEntries(counterNames.map((name) => [name, 0])) as Growth['by'];
  return { fromMs: 0, atMs: 0, by: { ...nought, ...over }, refused: new Map() };
};

test('what is lost adds up until it is taken; one reading counts once', () => {
  const lost = createLostCounter();
  const first = growth({ rejectedBlocks: 2 });
  lost.note([first]);
  lost.note([first]);
  expect(lost.take()).toEqual({ blocks: 2, bytes: null });
  lost.note([first, growth({ overflowBlocks: 1, overflowBytes: 500 })]);
  lost.note([first, growth({ overflowBlocks: 2, overflowBytes: 300 })]);
  lost.note([]);
  expect(lost.take()).toEqual({ blocks: 3, bytes: 800 });
  expect(lost.take()).toEqual({ blocks: 0, bytes: null });
});
