import { expect, test } from 'vitest';
import { bufferOutlook, flowModel, mergeWires, wireWidth } from '@/components/overview/flow-model';
import { verdictLook } from '@/components/overview/verdict-look';
import { formatDuration } from '@/lib/duration';
import { snapshots } from '../../support/fixtures/snapshots.ts';

test('data that moves is drawn as moving, all the way', () => {
  const model = flowModel(snapshots.delivering);
  expect(model.sources.map(({ state }) => state)).toEqual(['flow', 'flow', 'flow', 'flow']);
  expect(model.toBuffer).toMatchObject({ state: 'flow' });
  expect(model.toBuffer.rate).toBeCloseTo(40.4);
  expect(model.toDestination).toEqual({ rate: 57.4, state: 'flow' });
});

test('what waits is held before the destination, with the buffer at its level', () => {
  const model = flowModel(snapshots.waiting);
  expect(model.toDestination.state).toBe('held');
  expect(model.level).toBeCloseTo(0.17, 2);
});

test('nothing is green and nothing moves where nothing is known', () => {
  for (const name of ['engineUnreachable', 'vmagentDown', 'stackStopped'] as const) {
    const model = flowModel(snapshots[name]);
    expect([model.collector.tone, model.destination.tone]).not.toContain('arriving');
    expect([...model.sources, model.toBuffer, model.toDestination].map(({ state }) => state)).not.toContain(
      'flow',
    );
    expect(model.level).toBeNull();
  }
});

test('a paused collector is called paused, and one that hangs is not called stopped', () => {
  const { vmagentDown } = snapshots;
  const withState = (state: 'paused' | 'running') => ({
    ...vmagentDown,
    services: vmagentDown.services.map((each) => (each.name === 'vmagent' ? { ...each, state } : each)),
  });
  expect(flowModel(withState('paused')).collector.word).toBe('Paused');
  expect(flowModel(withState('running')).collector.word).toBe('Silent');
  expect(flowModel(vmagentDown).collector.word).toBe('Stopped');
  expect(flowModel({ ...snapshots.delivering, targets: [] }).collector).toEqual({
    tone: 'unknown',
    word: 'No targets',
  });
});

test('only a verdict of ok is shown in the colour of arriving', () => {
  for (const snapshot of Object.values(snapshots)) {
    const { tone } = verdictLook(snapshot.verdict.state, snapshot.delivery.state);
    expect(tone === 'arriving').toBe(snapshot.verdict.state === 'ok');
  }
});

test('lines that join carry the sum of what flows, or show what stops it', () => {
  expect(
    mergeWires([
      { rate: 2, state: 'flow' },
      { rate: 5, state: 'held' },
      { rate: 3, state: 'flow' },
    ]),
  ).toEqual({ rate: 5, state: 'flow' });
  expect(
    mergeWires([
      { rate: null, state: 'none' },
      { rate: null, state: 'lost' },
    ]).state,
  ).toBe('lost');
});

test('a line grows with its rate and stays within its bounds', () => {
  const widths = [null, 0, 1, 100, 1_000, 1e9].map(wireWidth);
  expect(widths).toEqual([...widths].sort((a, b) => a - b));
  expect([widths.at(0), widths.at(-1)]).toEqual([2, 12]);
});

test('says how long the buffer lasts, and nothing where that is unknown', () => {
  expect(bufferOutlook(snapshots.waiting.buffer, formatDuration)).toBe('Filling, room for 31 h');
  expect(bufferOutlook(snapshots.draining.buffer, formatDuration)).toBe('Draining, 4 min to go');
  expect(bufferOutlook(snapshots.vmagentDown.buffer, formatDuration)).toBeNull();
});
