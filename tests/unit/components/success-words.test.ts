import { expect, test } from 'vitest';
import { partlyWords, successTitle } from '@/components/wizard/launch/success-words';
import type { Task, TaskStep } from '@/lib/schemas/task';

const step = (id: string, known: number | null, finishedAtMs: number): TaskStep => ({
  id,
  label: id,
  state: 'done',
  detail: null,
  progress: known === null ? null : { current: known, total: 2, unit: 'steps' },
  startedAtMs: 0,
  finishedAtMs,
});
const launch = (known: number | null): Pick<Task, 'steps' | 'startedAtMs' | 'leftOut'> => ({
  startedAtMs: 0,
  steps: [step('deliver', null, 9_000), step('sources', known, 90_000)],
  leftOut: [{ service: 'cadvisor', reason: 'It sees nothing.', action: null }],
});

const ALL = { without: null, partial: [], isAnyLeft: true };

test('that the data arrives is said when it is known of every source', () => {
  expect(successTitle(launch(2), ALL)).toBe('Your data is arriving');
  expect(successTitle(launch(null), ALL)).toBe('Your data is arriving');
  expect(successTitle(launch(1), ALL)).toBe('The first samples have arrived');
  expect(successTitle(launch(2), { ...ALL, without: 'AWS' })).toBe('Your data is arriving, without AWS');
  expect(successTitle(launch(2), { ...ALL, partial: ['AWS', 'Google Cloud'] })).toBe(
    'Your data is arriving, but not all of AWS and Google Cloud',
  );
  expect(successTitle(launch(2), { ...ALL, without: 'AWS', isAnyLeft: false })).toBe(
    'The pipeline runs, and no source gives data yet',
  );
});

test('beside a part that is missing, one that is not known yet is not left out', () => {
  expect(partlyWords(launch(2))).toBe(
    'The first sample was delivered 9 s after the launch. One part is missing yet; the rest does not wait.',
  );
  expect(partlyWords(launch(1))).toMatch(/One part is missing yet; the overview shows whether/);
});
