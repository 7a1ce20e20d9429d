import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { askDestination as askQuestion } from '@/lib/server/destination/query';
import { newestOf } from '@/lib/server/destination/question';
import type { OutboundOptions } from '@/lib/server/outbound/safe-addresses';
import type { Reading } from '@/lib/server/stack/reading';
import { storeAnswer } from '../../support/fakes/fake-store';
import { lanAddress } from '../../support/fakes/receivers';

const askDestination = (reading: Reading, promql: string, options?: OutboundOptions) =>
  askQuestion(reading, newestOf(promql), options);

let server: Server;
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** A fake destination in the LAN. */
async function reading(listener: RequestListener) {
  server = createServer(listener);
  const host = lanAddress();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    kind: 'other' as const,
    base: `http://${host}:${port}/api/prom`,
    username: '123',
    secret: 'glc_s3cret',
  };
}

test('it is asked with name and token, and its values come back', async () => {
  const seen: (string | undefined)[] = [];
  const at = await reading(({ url, headers }, response) => {
    seen.push(url, headers.authorization);
    response.end(
      storeAnswer({ metric: { job: 'yace' }, value: [1, '12.5'] }, { metric: {}, value: [1, 'NaN'] }),
    );
  });
  await expect(askDestination(at, 'up{a="b c"}')).resolves.toEqual([
    { labels: { job: 'yace' }, value: 12.5 },
  ]);
  expect(seen).toEqual([
    expect.stringMatching(
      /^\/api\/prom\/api\/v1\/query\?query=up%7Ba%3D%22b\+c%22%7D&time=\d+\.?\d*&nocache=1&timeout=6000ms$/,
    ),
    `Basic ${Buffer.from('123:glc_s3cret').toString('base64')}`,
  ]);
});

test.each([
  [401, '', /refused \(HTTP 401\)/],
  [403, '', /may not read/],
  [404, '', /not answered where the samples are sent/],
  [302, '', /not answered where/],
  [200, '<html>Sign in</html>', /not answered where/],
  [200, '{"status":"success","isPartial":true,"data":{"result":[]}}', /not answered where/],
  [200, '{"status":"error","error":"x","data":{"result":[]}}', /not answered where/],
  [429, '', /no more queries now/],
  [503, 'glc_s3cret is down', /does not answer the question \(HTTP 503\)/],
])('HTTP %d %s is told in words of Weir’s own', async (status, body, words) => {
  const at = await reading((_, response) => response.writeHead(status, { location: '/login' }).end(body));
  const error = await askDestination(at, 'up').catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'service-unhealthy', message: expect.stringMatching(words) });
  expect(error).toHaveProperty('hint', expect.stringMatching(/\./));
  expect(`${JSON.stringify(error)} ${error}`).not.toContain('s3cret');
});

test('one that never ends its answer is given up', async () => {
  const at = await reading((_, response) => {
    response.writeHead(200).write('{');
  });
  const asked = askDestination(at, 'up', { limitMs: 300 });
  await expect(asked).rejects.toMatchObject({ message: expect.stringMatching(/did not answer in time/) });
});

test('a part of the stack is not asked', async () => {
  const at = await reading((_, response) => response.end());
  const inside = { ...at, base: at.base.replace(/\/\/[^:]+/, '//127.0.0.1') };
  await expect(askDestination(inside, 'up')).rejects.toMatchObject({
    message: expect.stringMatching(/sends nothing there/),
  });
});

test.each([
  ['grafana-cloud', /metrics:read/],
  ['other', /a name and a password/],
] as const)('the way out is that of the destination: %s', async (kind, hint) => {
  const at = await reading((_, response) => response.writeHead(401).end());
  await expect(askDestination({ ...at, kind }, 'up')).rejects.toMatchObject({
    hint: expect.stringMatching(hint),
  });
});
