import { expect, test } from 'vitest';
import type { SourceSample } from '@/lib/schemas/snapshot';
import { createHungWatch } from '@/lib/server/live/hung-exporter';
import { sourceSample } from '../../support/fakes/fake-pipeline';
import { part } from '../../support/fixtures/snapshot-parts';

const sqs = (kind: string | null) =>
  part('AWS/SQS eu-west-1', 'SQS', { kind, state: kind ? 'blind' : 'flowing' });
const aws = (state: SourceSample['state'], ...kinds: (string | null)[]) =>
  sourceSample('aws', { state, parts: kinds.map(sqs) });
const hung = aws('blind', 'silent', 'stale');

function watched(answers: boolean[] = []) {
  const asked: string[] = [];
  const look = createHungWatch((service) => {
    asked.push(service);
    return answers.shift() ?? true;
  });
  return { asked, look: (source: SourceSample, atSeconds: number) => look([source], atSeconds * 1000) };
}

test('an exporter that waits for ever is restarted once', () => {
  const { asked, look } = watched();
  for (const at of [0, 30, 59]) look(hung, at);
  expect(asked).toEqual([]);
  for (const at of [60, 120, 1000]) look(hung, at);
  look(aws('pending', null), 1010);
  for (const at of [1020, 1100, 2000]) look(hung, at);
  expect(asked).toEqual(['yace']);
});

test('again after it has given data, and a day later: each restart may be billed', () => {
  const { asked, look } = watched();
  for (const at of [0, 60]) look(hung, at);
  look(aws('flowing', null), 90);
  for (const at of [1000, 1060]) look(hung, at);
  expect(asked).toEqual(['yace']);
  for (const at of [86_500, 86_560]) look(hung, at);
  expect(asked).toEqual(['yace', 'yace']);
});

test('beside another task it waits for its turn', () => {
  const { asked, look } = watched([false, true]);
  for (const at of [0, 60, 64, 68]) look(hung, at);
  expect(asked).toEqual(['yace', 'yace']);
});

test.each([
  ['has another cause in one of its parts', aws('blind', 'silent', 'permission')],
  ['gives data of one', aws('incomplete', 'silent', null)],
  ['tells of no parts', sourceSample('aws', { state: 'blind' })],
])('one that %s is left alone', (_what, source) => {
  const { asked, look } = watched();
  for (const at of [0, 60, 600]) look(source, at);
  expect(asked).toEqual([]);
});
