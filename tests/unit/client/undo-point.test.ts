import { expect, test } from 'vitest';
import { undoPoint } from '@/lib/queries/revisions';

const job = { title: 'Buffer: 1 GiB → 2 GiB', startedAtMs: 1_000, finishedAtMs: 3_000 };
const own = { id: 7, title: job.title, atMs: 2_000 };
const earlier = { id: 6, title: 'Labels: site is attic', atMs: 500 };

test('a change is undone to the state before it', () => {
  expect(undoPoint(job, [own, earlier])).toBe(6);
  expect(undoPoint(job, [own])).toBeNull();
});

test.each([
  ['another', { id: 8, title: 'Labels: site is shed', atMs: 9_000 }],
  ['another of the same name', { id: 8, title: job.title, atMs: 9_000 }],
  ['another while the clock was set back', { id: 8, title: 'Labels: site is shed', atMs: 2_500 }],
])('%s that came after it, while nobody looked at the page, is never undone in its place', (_, later) => {
  expect(undoPoint(job, [later, own, earlier])).toBe('late');
});

test('where no revision is kept nothing is undone', () => {
  expect(undoPoint(job, [])).toBe('late');
});
