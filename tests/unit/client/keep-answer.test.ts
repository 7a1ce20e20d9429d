import { QueryClient, queryOptions } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import type { ApiError } from '@/lib/client/api-fetch';
import { keepAnswer } from '@/lib/queries/api-query';

test.each([
  ['nothing was known before', undefined],
  ['an earlier one was known', 'saved last year'],
])('what is on its way does not come over what was saved: %s', async (_, known) => {
  const client = new QueryClient();
  let arrive = (_text: string) => {};
  const query = queryOptions<string, ApiError>({
    queryKey: ['form'],
    // It arrives, whether it is still wanted or not.
    queryFn: () => new Promise<string>((resolve) => (arrive = resolve)),
  });
  if (known) client.setQueryData(query.queryKey, known);
  const onItsWay = client.fetchQuery(query).catch(() => 'dropped');

  await keepAnswer(client, query, (before) => `saved now, after ${before}`);
  arrive('read before it was saved');

  expect(await onItsWay).not.toBe('read before it was saved');
  expect(client.getQueryData(query.queryKey)).toBe(`saved now, after ${known}`);
});
