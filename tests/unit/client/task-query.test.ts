import { expect, test } from 'vitest';
import { ApiError } from '@/lib/client/api-fetch';
import { untilOver } from '@/lib/queries/tasks';
import type { Task } from '@/lib/schemas/task';

const every = untilOver(500);
const job = (state: Task['state']) => ({ state }) as Task;
const failed = (code: ApiError['code']) => new ApiError(code, 500, 'no');

test.each([
  ['not read yet', { error: null }, 500],
  ['that runs', { data: job('running'), error: null }, 500],
  ['that has succeeded', { data: job('succeeded'), error: null }, false],
  ['that has failed', { data: job('failed'), error: null }, false],
  ['of a panel that does not answer', { error: new TypeError('Failed to fetch') }, 500],
  ['of a panel that answers with a fault', { error: failed('internal') }, 500],
  // Asked again, the page would show that it loads in place of what it says.
  ['that the panel does not know any more', { error: failed('not-found') }, false],
])('a job %s', (_, state, expected) => {
  expect(every({ state })).toBe(expected);
});
