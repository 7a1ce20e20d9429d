import { expect, test, vi } from 'vitest';
import { ApiError } from '@/lib/client/api-fetch';
import { makeQueryClient } from '@/lib/queries/live';

const ask = (queryFn: () => Promise<string>) =>
  makeQueryClient(null).fetchQuery({ queryKey: ['asked'], queryFn, retryDelay: 0 });
const silent = new ApiError('offline', 0, 'The panel does not answer.');

test('a call that got no answer is made once more, and no oftener', async () => {
  const call = vi.fn<() => Promise<string>>().mockRejectedValueOnce(silent).mockResolvedValue('here');
  expect(await ask(call)).toBe('here');
  const never = vi.fn<() => Promise<string>>().mockRejectedValue(silent);
  await expect(ask(never)).rejects.toBe(silent);
  expect(never).toHaveBeenCalledTimes(2);
});

test('what was answered is told at once', async () => {
  const refusal = new ApiError('internal', 500, 'Something went wrong.');
  const call = vi.fn<() => Promise<string>>().mockRejectedValue(refusal);
  await expect(ask(call)).rejects.toBe(refusal);
  expect(call).toHaveBeenCalledTimes(1);
});
