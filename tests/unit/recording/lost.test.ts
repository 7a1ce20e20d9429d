import { expect, test } from 'vitest';
import { createLostCounter } from '@/lib/server/recording/lost';
import { counterNames, type Growth } from '@/lib/server/sampler/steps/counters';

const growth = (over: Partial<Growth['by']>): Growth => {
  const nought = Object.fromEntries(counterNames.map((name) => [name, 0])) as Growth['by'];
  return { fromMs: 0, atMs: 0, by: { ...nought, ...over }, refused: new Map() };
};

test('what is lost adds up until it is taken; one reading counts once', () => {
  const lost = createLostCounter();
  const first = growth({ rejectedBlocks: 2 });
  lost.note([first], null);
  lost.note([first], null);
  expect(lost.take()).toEqual({ blocks: 2, bytes: null });
  lost.note([first, growth({ overflowBlocks: 1, overflowBytes: 500 })], null);
  lost.note([first, growth({ overflowBlocks: 2, overflowBytes: 300 })], null);
  lost.note([], null);
  expect(lost.take()).toEqual({ blocks: 3, bytes: 800 });
  expect(lost.take()).toEqual({ blocks: 0, bytes: null });
});

test('what something else than the destination took is lost, from when it began to answer', () => {
  const lost = createLostCounter();
  const step = (atMs: number) => ({ ...growth({ delivered: 1, bytesSent: 100 }), fromMs: atMs - 10, atMs });
  const history = [step(10), step(20), step(30)];
  lost.note(history, null);
  lost.note([...history, step(40)], { sinceMs: 10 });
  expect(lost.take()).toEqual({ blocks: 3, bytes: 300 });
  lost.note([...history, step(40), step(50)], { sinceMs: 10 });
  expect(lost.take()).toEqual({ blocks: 1, bytes: 100 });
  lost.note([...history, step(60)], null);
  expect(lost.take()).toEqual({ blocks: 0, bytes: null });
});
