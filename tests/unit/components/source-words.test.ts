import { describe, expect, test } from 'vitest';
import { sourceLook } from '@/components/feedback/source-look';
import { newestAtMs, sourceSentence } from '@/components/sources/state/source-words';
import { NOW_MS, part, source, target } from '../../support/fixtures/snapshot-parts.ts';

const targets = [target('yace', { source: 'aws', intervalSeconds: 300 })];
const said = (change: Parameters<typeof source>[1], delivery: Parameters<typeof sourceSentence>[2]) =>
  sourceSentence(source('aws', { samples: 2_204, ...change }), targets, delivery);

describe('the state of a source in a sentence', () => {
  test.each([
    [{}, 'delivering', 'Data of AWS flows: 2,204 series, read every 5 min.'],
    [{}, 'waiting', 'It waits on this Pi: the destination takes nothing now.'],
    [{}, 'losing', 'The destination loses a part of what is sent.'],
    [{ isLost: true }, 'losing', 'vmagent delivers it, and the destination shows nothing new of it.'],
    [{ state: 'off' }, 'delivering', 'Nothing of AWS is collected: the source is off.'],
    [{ state: 'idle' }, 'delivering', 'AWS answers, and has no data points.'],
    [{ state: 'blind', message: 'AWS refuses the key.' }, 'delivering', 'AWS refuses the key.'],
    [{ state: 'down', message: 'no such host' }, 'delivering', 'Nothing of AWS is read: no such host'],
    [{ state: 'pending', samples: null }, 'delivering', 'Nothing of AWS has come yet.'],
    [{ state: 'unknown' }, 'unknown', 'What AWS gives is not known: vmagent cannot be asked.'],
  ] as const)('%o, while the destination is %s', (change, delivery, words) =>
    expect(said(change, delivery)).toContain(words),
  );

  test('of one whose key is refused meanwhile, that, and that it ends', () => {
    const refusedKey = { message: 'Google refuses the key: it was deleted.' };
    expect(said({ refusedKey }, 'delivering')).toBe(
      'Google refuses the key: it was deleted. Data of AWS flows: 2,204 series, read every 5 min. Its exporter can go on for an hour at most.',
    );
    expect(sourceLook(source('gcp', { refusedKey })).word).toBe('Key refused');
  });

  test('of one that gives a part, how much of it lacks', () => {
    const parts = [part('a', 'SQS in eu-west-1', { state: 'blind' }), part('b', 'Lambda in eu-west-1')];
    expect(said({ state: 'incomplete', parts }, 'delivering')).toBe(
      'Data of AWS flows, but 1 of its 2 parts lacks some: 2,204 series, read every 5 min.',
    );
  });
});

test('the newest sample is that of a target that answered', () => {
  const down = target('own', { state: 'down', lastScrapeAtMs: NOW_MS });
  expect(newestAtMs([...targets, down])).toBe(NOW_MS - 12_000);
  expect(newestAtMs([down])).toBeNull();
});
