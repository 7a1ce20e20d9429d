import { describe, expect, test } from 'vitest';
import {
  type Balance,
  balanceOf,
  createBufferLoss,
  missingBytes,
} from '@/lib/server/sampler/steps/buffer-loss';
import { createBufferKeeper } from '@/lib/server/sampler/watch/buffer-keeper';
import { type QueueDiscard, queueDiscard } from '@/lib/server/vmagent/queue-log';
import { fakeWorld, START_MS, vmagentMetrics } from '../../support/fakes/fake-ports';
import { logLines } from '../../support/fixtures/log-lines';

const KB = 1024;
const QUEUE = '/vmagentdata/persistent-queue/1_6D8A';

function balance(over: Partial<Balance> = {}): Balance {
  const now = balanceOf(vmagentMetrics({ bytesQueued: 0, bytesSent: 0, delivered: 0 }), START_MS, true);
  if (!now) throw new Error('no balance');
  return { ...now, ...over };
}

const before = balance({ pendingBytes: 280 * KB, queuedBytes: 900 * KB, sentBytes: 620 * KB });
const anew = { startedAtMs: START_MS + 5000, atMs: START_MS + 10_000 };

describe('what leaves the buffer is delivered, told of by a counter, or lost', () => {
  test.each<[string, Partial<Balance>, number]>([
    ['nothing has happened', { ...before }, 0],
    ['delivered', { ...before, pendingBytes: 0, sentBytes: 900 * KB }, 0],
    ['dropped because the buffer was full', { ...before, pendingBytes: 0, overflowBytes: 280 * KB }, 0],
    ['rejected', { ...before, pendingBytes: 0, rejectedBlocks: 3 }, 0],
    ['a block is on its way', { ...before, pendingBytes: 0 }, 0],
    ['a restart that keeps it', { ...anew, pendingBytes: 290 * KB, queuedBytes: 10 * KB, sentBytes: 0 }, 0],
    [
      'a restart that delivers it',
      { ...anew, pendingBytes: 0, sentBytes: 290 * KB, queuedBytes: 10 * KB },
      0,
    ],
    [
      'a restart that keeps it and holds a large block in its hands',
      { ...anew, pendingBytes: 80 * KB, readBytes: 210 * KB, queuedBytes: 10 * KB, sentBytes: 0 },
      0,
    ],
    [
      'a restart that delivers it, with a large block just come in',
      { ...anew, pendingBytes: 0, readBytes: 280 * KB, queuedBytes: 200 * KB, sentBytes: 280 * KB },
      0,
    ],
    [
      'a restart that loses a part of it',
      { ...anew, pendingBytes: 80 * KB, queuedBytes: 10 * KB, sentBytes: 0 },
      210 * KB,
    ],
    [
      'a restart with an empty volume',
      { ...anew, pendingBytes: 10 * KB, queuedBytes: 10 * KB, sentBytes: 0 },
      280 * KB,
    ],
  ])('%s', (_what, now, missing) => expect(missingBytes(before, balance(now))).toBe(missing));

  test('a large backlog that is gone within one process', () => {
    const large = balance({ pendingBytes: 50_000 * KB });
    expect(missingBytes(large, balance({ pendingBytes: 20_000 * KB }))).toBe(30_000 * KB);
  });
});

describe('a loss that nobody else tells', () => {
  const restarted = balance({ ...anew, pendingBytes: 70 * KB, queuedBytes: 0, sentBytes: 0 });

  test('a queue that vmagent discards is told with its bytes, once its log was read', () => {
    const loss = createBufferLoss();
    loss.step(before, null);
    expect(loss.step(restarted, undefined)).toEqual([]);
    expect(
      loss.step({ ...restarted, atMs: restarted.atMs + 2000 }, { cause: 'damaged', bytes: null }),
    ).toEqual([
      { atMs: restarted.atMs + 2000, reason: 'buffer-gone', discard: 'damaged', blocks: 0, bytes: 210 * KB },
    ]);
    expect(
      loss.step({ ...restarted, atMs: restarted.atMs + 4000 }, { cause: 'damaged', bytes: null }),
    ).toEqual([]);
  });

  test('a deleted volume, of which no log tells, as well', () => {
    const loss = createBufferLoss();
    loss.step(before, null);
    expect(loss.step({ ...restarted, pendingBytes: 0 }, null)).toMatchObject([
      { discard: null, bytes: 280 * KB },
    ]);
  });

  test('a log that cannot be read is not waited for', () => {
    const loss = createBufferLoss();
    loss.step(before, null);
    loss.step(restarted, undefined);
    expect(loss.step({ ...restarted, atMs: restarted.atMs + 20_000 }, undefined)).toHaveLength(1);
  });

  test('what waits for an earlier address goes with it', () => {
    const loss = createBufferLoss();
    loss.step(before, null);
    expect(loss.step(restarted, { cause: 'address', bytes: null })).toMatchObject([{ discard: 'address' }]);
  });

  test('an empty queue of an earlier address is no loss', () => {
    const loss = createBufferLoss();
    loss.step(balance({ pendingBytes: 0 }), null);
    expect(loss.step(restarted, { cause: 'address', bytes: null })).toEqual([]);
  });

  test('a buffer that drained before the restart may have been delivered: only the log can tell', () => {
    const drained = createBufferLoss();
    drained.step({ ...before, isHeldUp: false }, null);
    expect(drained.step(restarted, null)).toEqual([]);
    const damaged = createBufferLoss();
    damaged.step({ ...before, isHeldUp: false }, null);
    expect(damaged.step(restarted, { cause: 'damaged', bytes: null })).toHaveLength(1);
  });

  test('a panel that sees it first has the size from the log', () =>
    expect(createBufferLoss().step(restarted, { cause: 'damaged', bytes: 289_960 })).toMatchObject([
      { discard: 'damaged', bytes: 289_960 },
    ]));

  test('the size of a damaged file, of which a part was delivered, is no loss of that size', () => {
    const loss = createBufferLoss();
    loss.step(before, null);
    expect(loss.step(restarted, { cause: 'damaged', bytes: 500_000 * KB })).toMatchObject([
      { bytes: 210 * KB },
    ]);
    const resumed = createBufferLoss();
    resumed.resume(before);
    expect(resumed.step(restarted, { cause: 'damaged', bytes: 500 * KB })).toMatchObject([
      { bytes: 500 * KB },
    ]);
  });

  test('a panel that was down meanwhile knows what the one before it saw', () => {
    const loss = createBufferLoss();
    loss.resume(before);
    expect(loss.step(restarted, null)).toMatchObject([{ bytes: 210 * KB }]);
  });

  test('what waits for an earlier address and is kept on the disk is no loss', () => {
    const loss = createBufferLoss();
    loss.step({ ...before, queuePath: '/vmagentdata/persistent-queue/1_A' }, null);
    expect(
      loss.step({ ...restarted, pendingBytes: 0, queuePath: '/vmagentdata/persistent-queue/1_B' }, null),
    ).toEqual([]);
  });

  test('what was held up long before the restart may have been delivered meanwhile', () => {
    const loss = createBufferLoss();
    loss.resume(before);
    const later = { startedAtMs: START_MS + 3_600_000, atMs: START_MS + 3_605_000 };
    expect(loss.step({ ...restarted, ...later, pendingBytes: 0 }, null)).toEqual([]);
  });

  describe('with a second restart before the first is settled', () => {
    const again = { startedAtMs: restarted.atMs + 2000, atMs: restarted.atMs + 4000 };
    /** What is told of the restart above and the second one, in all. */
    function told(discard: QueueDiscard | null, first = before, second: Partial<Balance> = {}) {
      const loss = createBufferLoss();
      loss.step(first, null);
      const now = { ...restarted, ...again, ...second };
      return [
        loss.step(restarted, undefined),
        loss.step(now, undefined),
        loss.step({ ...now, atMs: now.atMs + 2000 }, discard),
        loss.step({ ...now, atMs: now.atMs + 4000 }, discard),
      ].flat();
    }
    const drained = { ...before, isHeldUp: false };

    test('the loss of the first is told, once', () =>
      expect(told(null)).toMatchObject([{ bytes: 210 * KB }]));

    test('with what its log says of it', () => {
      expect(told({ cause: 'damaged', bytes: 500_000 * KB })).toMatchObject([
        { discard: 'damaged', bytes: 210 * KB },
      ]);
      expect(told({ cause: 'damaged', bytes: null }, drained)).toMatchObject([{ bytes: 210 * KB }]);
    });

    test('and that of the second with it', () =>
      expect(told(null, before, { pendingBytes: 0 })).toMatchObject([{ bytes: 280 * KB }]));

    test('two restarts that lose nothing tell nothing', () => {
      expect(told(null, drained)).toEqual([]);
      expect(told(null, { ...before, pendingBytes: 70 * KB })).toEqual([]);
    });

    test('the log counts since the process before both was seen last, until it is settled', () => {
      const loss = createBufferLoss();
      loss.step(before, null);
      loss.step(restarted, undefined);
      const now = { ...restarted, ...again };
      loss.step(now, undefined);
      expect(loss.unsettledSinceMs()).toBe(before.atMs);
      loss.step(now, null);
      expect(loss.unsettledSinceMs()).toBe(now.atMs);
    });

    test('a vmagent that starts again and again, whose log is never read, is not waited for without end', () => {
      const loss = createBufferLoss();
      loss.step(before, null);
      const events = Array.from({ length: 40 }, (_, i) => {
        const startedAtMs = restarted.startedAtMs + i * 10_000;
        return loss.step({ ...restarted, startedAtMs, atMs: startedAtMs + 5000 }, undefined);
      });
      expect(events.flat()).toMatchObject([{ bytes: 210 * KB }]);
    });
  });

  test('and tells nothing twice of a vmagent that it knew already', () => {
    const loss = createBufferLoss();
    loss.resume(restarted);
    expect(
      loss.step({ ...restarted, atMs: restarted.atMs + 60_000 }, { cause: 'damaged', bytes: 9e9 }),
    ).toEqual([]);
  });
});

test('what is known is saved every five minutes while something waits', async () => {
  const world = fakeWorld();
  const keeper = createBufferKeeper(world.ports);
  const pass = async (ms: number, pendingBytes: number) => {
    for (const until = world.nowMs + ms; world.nowMs < until; world.nowMs += 15_000)
      keeper.step(vmagentMetrics({ pendingBytes }), true, null, world.nowMs);
  };
  await pass(600_000, 1000);
  expect(world.asked.saveBalance).toBeUndefined();
  await pass(900_000, 500_000);
  expect(world.asked.saveBalance).toBe(3);
});

test('a buffer that drained is saved as such at once: a power cut days later is no loss', async () => {
  const world = fakeWorld();
  const keeper = createBufferKeeper(world.ports);
  const step = (pendingBytes: number, isHeldUp: boolean) => {
    world.nowMs += 15_000;
    keeper.step(vmagentMetrics({ pendingBytes }), isHeldUp, null, world.nowMs);
  };
  step(500_000, true);
  expect(world.asked.saveBalance).toBe(1);
  step(0, false);
  expect(world.asked.saveBalance).toBe(2);
  step(0, false);
  expect(world.asked.saveBalance).toBe(2);
});

describe('a panel that is killed right after a loss', () => {
  /** One panel on `world`; the next one begins with what this one has saved. */
  async function panel(world: ReturnType<typeof fakeWorld>) {
    const keeper = createBufferKeeper(world.ports);
    await keeper.load();
    return (over: Parameters<typeof vmagentMetrics>[0], discard: Parameters<typeof keeper.step>[2]) => {
      world.nowMs += 2000;
      return keeper.step(vmagentMetrics(over), true, discard, world.nowMs);
    };
  }
  const worldWithDisk = () => {
    const world = fakeWorld();
    let disk: Balance | null = null;
    world.ports.saveBalance = async (now) => {
      disk = structuredClone(now);
    };
    world.ports.loadBalance = async () => disk;
    return world;
  };
  const waiting = { pendingBytes: 280 * KB, bytesQueued: 280 * KB, bytesSent: 0, delivered: 0 };
  const discarded = { ...waiting, startedAtMs: START_MS + 1000, pendingBytes: 0, bytesQueued: 0 };

  test('has told it, so the next one does not', async () => {
    const world = worldWithDisk();
    const first = await panel(world);
    first(waiting, null);
    expect(first(discarded, { cause: 'damaged', bytes: null })).toHaveLength(1);
    const second = await panel(world);
    expect(second(discarded, { cause: 'damaged', bytes: 9e9 })).toEqual([]);
  });

  test('and before it could tell it: the next one does', async () => {
    const world = worldWithDisk();
    const first = await panel(world);
    first(waiting, null);
    expect(first(discarded, undefined)).toEqual([]);
    const second = await panel(world);
    expect(second(discarded, undefined)).toEqual([]);
    expect(second(discarded, { cause: 'damaged', bytes: null })).toMatchObject([{ bytes: 280 * KB }]);
  });

  test('of a vmagent that went on running has told it, too', async () => {
    const world = worldWithDisk();
    const large = { ...waiting, pendingBytes: 50_000 * KB };
    const first = await panel(world);
    first(large, null);
    expect(first(waiting, null)).toHaveLength(1);
    expect((await panel(world))(waiting, null)).toEqual([]);
  });
});

describe('what vmagent says of its queue when it starts', () => {
  const said = (level: string, ...messages: string[]) =>
    logLines(messages.map((msg) => ({ atMs: START_MS, level, msg })));

  test.each([
    [
      'a chunk that is too short',
      said(
        'error',
        `"${QUEUE}/0000000000000000" size (289960 bytes) is smaller than the writer offset (294056 bytes); removing the file`,
        `cannot open persistent queue at "${QUEUE}": couldn't find chunk file for writing in "${QUEUE}"; cleaning it up and trying again`,
      ),
      { cause: 'damaged', bytes: 289_960 },
    ],
    [
      'a description that cannot be read',
      said(
        'error',
        `cannot read metainfo for persistent queue from "${QUEUE}/metainfo.json": unexpected end of JSON input; re-creating "${QUEUE}"`,
      ),
      { cause: 'damaged', bytes: null },
    ],
    ['another address', said('info', 'removing dangling queue "1_6D8A"'), { cause: 'address', bytes: null }],
    ['all is well', said('info', `opened fast queue at "${QUEUE}", it contains 0 pending bytes`), null],
  ])('%s', (_what, lines, discard) => expect(queueDiscard(lines, START_MS)).toEqual(discard));

  test('the words of an earlier process are over with it', () =>
    expect(queueDiscard(said('info', 'removing dangling queue "1_6D8A"'), START_MS + 1)).toBeNull());
});
