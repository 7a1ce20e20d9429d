import { expect, test } from 'vitest';
import { offlineWords } from '@/lib/offline';
import { toStatus } from '@/lib/server/live/status';
import { snapshot } from '../../support/fixtures/delivering';
import { snapshots } from '../../support/fixtures/snapshots';

test.each([
  [
    'delivering',
    'The buffer has room for about 6 d 19 h offline. An hour offline takes at most 7 s to catch up.',
  ],
  [
    'waiting',
    'The buffer has room for about 31 h more. Once the destination takes data again, all is sent within about 4 min.',
  ],
  ['draining', 'What waited is sent in about 4 min. The buffer has room for about 31 h offline.'],
  ['vmagentDown', null],
  ['engineUnreachable', null],
] as const)('%s: %s', (name, words) => expect(offlineWords(snapshots[name])).toBe(words));

test('a buffer that fills while data is delivered says when it is full', () => {
  const { buffer } = snapshots.waiting;
  expect(offlineWords(snapshot({ buffer: { ...buffer, secondsToFull: 7200 } }))).toBe(
    'More comes in than goes out: at this rate the buffer is full in about 2 h.',
  );
});

test('nothing is promised where the rate is not known', () => {
  const { buffer } = snapshots.delivering;
  expect(offlineWords(snapshot({ buffer: { ...buffer, offlineSeconds: null } }))).toBeNull();
  expect(offlineWords(snapshot({ buffer: { ...buffer, drainRatio: null } }))).toBe(
    'The buffer has room for about 6 d 19 h offline.',
  );
});

test('a status for machines carries it, and why the destination does not take the data', () => {
  const { buffer, delivery } = toStatus(snapshots.waiting, {});
  expect(buffer).toMatchObject({ offlineSeconds: 31 * 3600, outlook: offlineWords(snapshots.waiting) });
  expect(delivery.failure).toEqual({
    kind: 'unauthorised',
    cause: 'wrong-token',
    statusCode: 401,
    retrySeconds: 60,
  });
  expect(toStatus(snapshots.delivering, {}).delivery.failure).toBeNull();
});
