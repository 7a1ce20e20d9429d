import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { AppError } from '@/lib/server/errors';
import { handler } from '@/lib/server/http/handler';

vi.mock('@/lib/server/http/host-rules', () => ({ isAllowedHost: () => true }));
vi.mock('@/lib/server/http/access', () => ({ authorise: async () => 'owner' }));
vi.mock('@/lib/server/http/audit', () => ({ audit: () => undefined }));

const KEY = '0123456789abcdef0123456789abcdef';

function counted(run: (count: number) => Promise<unknown> | unknown) {
  let count = 0;
  const route = handler({ access: 'owner', body: z.object({ name: z.string() }) }, () => run(++count));
  const send = (over: { key?: string; path?: string; name?: unknown } = {}) => {
    const { key = KEY, path = '/api/thing', name = 'attic' } = over;
    const headers = { 'content-type': 'application/json', host: 'pi:8430', 'idempotency-key': key };
    const body = JSON.stringify({ name });
    return route(new Request(`http://pi:8430${path}`, { method: 'POST', headers, body }));
  };
  return { send, count: () => count };
}

test('a change that is sent again while it is being made is made once, and both get its answer', async () => {
  const { send, count } = counted(async (number) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return { number };
  });
  const answers = await Promise.all([send(), send()]);
  expect(await Promise.all(answers.map((each) => each.json()))).toEqual([{ number: 1 }, { number: 1 }]);
  expect(await (await send()).json()).toEqual({ number: 1 });
  expect(count()).toBe(1);
});

test('another body, another path, another key and none are changes of their own', async () => {
  const { send, count } = counted((number) => ({ number }));
  for (const over of [{ name: 'cellar' }, { path: '/api/other' }, { key: KEY.replace('0', 'f') }]) {
    await send({ ...over });
  }
  await send({ key: '' });
  await send({ key: '' });
  await send({ key: 'short' });
  await send({ key: 'short' });
  expect(count()).toBe(7);
});

test('a change that was refused is not made by sending it again', async () => {
  const { send, count } = counted(() => {
    throw new AppError('invalid-stack', 'No.');
  });
  const key = 'a'.repeat(32);
  expect([(await send({ key })).status, (await send({ key })).status]).toEqual([409, 409]);
  expect(count()).toBe(1);
});

test('what could not be read is read when it is sent again', async () => {
  const { send, count } = counted(() => ({}));
  const key = 'b'.repeat(32);
  expect((await send({ key, name: 7 })).status).toBe(422);
  expect((await send({ key })).status).toBe(200);
  expect(count()).toBe(1);
});
