import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { readClockAhead } from '@/lib/server/live/clock-ahead';
import { readAheadOf } from '@/lib/server/remote-write/server-date';
import { lanAddress } from '../../support/fakes/receivers';

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

async function serve(answer: RequestListener): Promise<URL> {
  const open = createServer(answer);
  server = open;
  await new Promise<void>((resolve) => open.listen(0, lanAddress(), resolve));
  return new URL(`http://${lanAddress()}:${(open.address() as AddressInfo).port}/api/v1/write?secret=1`);
}

test.each([
  [-3_600_000, 3600],
  [0, 0],
  [90_000, -90],
])('a server whose clock is %i ms off: this one is %i s ahead', async (offMs, seconds) => {
  const url = await serve((_, response) => {
    response.setHeader('date', new Date(Date.now() + offMs).toUTCString());
    response.writeHead(401).end();
  });
  expect(Math.abs(((await readAheadOf(url)) ?? Number.NaN) / 1000 - seconds)).toBeLessThan(10);
});

test('it is asked for its root with nothing of the address and no credentials', async () => {
  const seen: string[] = [];
  const url = await serve(({ method, url: path, headers }, response) => {
    seen.push(`${method} ${path} ${headers.authorization}`);
    response.end();
  });
  await readAheadOf(url);
  expect(seen).toEqual(['HEAD / undefined']);
});

test.each([
  [
    'no Date',
    (_: unknown, response: { sendDate: boolean; end(): void }) => {
      response.sendDate = false;
      response.end();
    },
  ],
  [
    'a broken one',
    (_: unknown, response: { setHeader(name: string, value: string): void; end(): void }) => {
      response.setHeader('date', 'soon');
      response.end();
    },
  ],
] as [string, RequestListener][])('%s leaves it unknown', async (_what, answer) =>
  expect(await readAheadOf(await serve(answer))).toBeNull(),
);

test.each(['http://169.254.169.254/', 'http://127.0.0.1:1/', 'http://does-not-exist.invalid/'])(
  '%s is unknown, not an error',
  async (url) => expect(await readAheadOf(new URL(url))).toBeNull(),
);

test('the store on this Pi is not asked', async () => {
  const url = await serve((_, response) => response.end());
  expect(await readClockAhead({ kind: 'local', url: url.href })).toBeNull();
  expect(await readClockAhead({ kind: 'other', url: 'ftp://a/' })).toBeNull();
  expect(await readClockAhead({ kind: 'other', url: url.href })).not.toBeNull();
});
