import { expect, test, vi } from 'vitest';
import { inTurn, until } from '@/lib/server/wait';
import { forgetProcessState } from '../support/panel/route-call';

const answers = (...given: (string | number | null | undefined | false)[]) => {
  const look = vi.fn(async () => given[look.mock.calls.length - 1]);
  return look;
};

test('looks at once, and until there is an answer', async () => {
  const look = answers(null, undefined, false, 'yes');
  expect(await until(look, { everyMs: 1 })).toBe('yes');
  expect(look).toHaveBeenCalledTimes(4);
});

test('nothing in words or figures is an answer', async () => {
  expect(await until(answers(0), { everyMs: 1 })).toBe(0);
  expect(await until(answers(''), { everyMs: 1 })).toBe('');
});

test('without an answer it gives up after the time, and not before it has looked', async () => {
  const look = answers();
  expect(await until(look, { everyMs: 1, atMostMs: 0 })).toBeNull();
  expect(look).toHaveBeenCalledTimes(1);
  expect(await until(look, { everyMs: 5, atMostMs: 20 })).toBeNull();
  expect(look.mock.calls.length).toBeGreaterThan(2);
});

test('the look and the pause are told how long it has waited', async () => {
  const told: number[] = [];
  const paces: number[] = [];
  const look = async (waitedMs: number) => told.push(waitedMs) === 3;
  const everyMs = (waitedMs: number) => {
    paces.push(waitedMs);
    return 2;
  };
  await until(look, { everyMs });
  expect(told).toHaveLength(3);
  expect(paces).toHaveLength(2);
  expect([...told, ...paces].sort((a, b) => a - b)).toEqual([told[0], paces[0], told[1], paces[1], told[2]]);
});

test('an error of the look ends it', async () => {
  const look = vi.fn().mockRejectedValue(new Error('broken'));
  await expect(until(look, { everyMs: 1 })).rejects.toThrow('broken');
  expect(look).toHaveBeenCalledTimes(1);
});

test('a signal ends it, between two looks and before the first', async () => {
  const abort = new AbortController();
  const look = vi.fn(async () => {
    abort.abort();
    return null;
  });
  await expect(until(look, { everyMs: 60_000, signal: abort.signal })).rejects.toThrow('aborted');
  await expect(until(look, { everyMs: 1, signal: abort.signal })).rejects.toThrow('aborted');
  expect(look).toHaveBeenCalledTimes(1);
});

test('work of one line is done in turn, also after work that failed; another line does not wait', async () => {
  forgetProcessState();
  const done: string[] = [];
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const first = inTurn('one', async () => {
    await held;
    done.push('first');
    throw new Error('broken');
  });
  const second = inTurn('one', async () => done.push('second'));
  await inTurn('other', async () => done.push('other'));
  goOn();
  await expect(first).rejects.toThrow('broken');
  expect(await second).toBe(3);
  expect(done).toEqual(['other', 'first', 'second']);
});
