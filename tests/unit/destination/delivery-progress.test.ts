import { describe, expect, it } from 'vitest';
import { judgeDelivery } from '@/lib/server/destination/delivery-progress';

const counters = (more: object = {}) => ({
  startedAtMs: 1000,
  delivered: null,
  bytesSent: 0,
  refused: new Map<number, number>(),
  networkErrors: 0,
  rejectedBlocks: 0,
  ...more,
});

describe('judgeDelivery', () => {
  it('sees a sample delivered only when a request was accepted and bytes were sent', () => {
    expect(judgeDelivery(null, counters(), 0).state).toBe('waiting');
    expect(judgeDelivery(null, counters({ delivered: 1 }), 0).state).toBe('waiting');
    expect(judgeDelivery(null, counters({ delivered: 1, bytesSent: 9 }), 0).state).toBe('delivered');
  });

  it('does not count what was delivered before the launch', () => {
    const before = counters({ delivered: 5, bytesSent: 50, refused: new Map([[401, 9]]) });
    expect(judgeDelivery(before, before, 60_000).state).toBe('waiting');
    expect(judgeDelivery(before, counters({ ...before, delivered: 6, bytesSent: 60 }), 0).state).toBe(
      'delivered',
    );
    const restarted = counters({ startedAtMs: 2000, delivered: 1, bytesSent: 10 });
    expect(judgeDelivery(before, restarted, 0).state).toBe('delivered');
  });

  it.each([401, 403, 404, 405])('gives up at the second %i, which waiting does not mend', (status) => {
    const refused = (count: number) => counters({ refused: new Map([[status, count]]) });
    expect(judgeDelivery(null, refused(1), 0).state).toBe('waiting');
    expect(judgeDelivery(null, refused(2), 0)).toMatchObject({ state: 'failed', isLosing: false });
  });

  it.each([
    ['429', counters({ refused: new Map([[429, 5]]) })],
    ['503', counters({ refused: new Map([[503, 5]]) })],
    ['no answer', counters({ networkErrors: 5 })],
  ])('is patient for a while with %s', (_, now) => {
    expect(judgeDelivery(null, now, 10_000).state).toBe('waiting');
    expect(judgeDelivery(null, now, 30_000).state).toBe('failed');
  });

  it('says at once when samples are thrown away', () => {
    const now = counters({ refused: new Map([[400, 1]]), rejectedBlocks: 1 });
    expect(judgeDelivery(null, now, 0)).toMatchObject({ state: 'failed', isLosing: true });
  });
});
