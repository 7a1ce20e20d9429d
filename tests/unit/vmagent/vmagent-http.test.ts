import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { request } from '@/lib/server/vmagent/http';

let server: Server;

/** A fake component that answers as the test says. */
async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('an answer comes with its status, whatever it is', async () => {
  const url = await serve((_request, response) => response.writeHead(425).end('waiting for scrapes to init'));
  await expect(request(`${url}/ready`)).resolves.toEqual({
    status: 425,
    body: 'waiting for scrapes to init',
  });
});

test('a redirect is not followed', async () => {
  let requests = 0;
  const url = await serve((_request, response) => {
    requests += 1;
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  await expect(request(url)).resolves.toMatchObject({ status: 302 });
  expect(requests).toBe(1);
});

test('no answer in time is a timeout', async () => {
  const url = await serve(() => undefined);
  await expect(request(url, { timeoutMs: 100 })).rejects.toMatchObject({ code: 'timeout' });
});

test('an answer that trickles for ever is a timeout too', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(timer));
  });
  await expect(request(url, { timeoutMs: 200 })).rejects.toMatchObject({ code: 'timeout' });
});

test('an answer that is too large is refused, not cut', async () => {
  const url = await serve((_request, response) => response.end('x'.repeat(100_000)));
  await expect(request(url, { maxBytes: 1000 })).rejects.toMatchObject({ code: 'too-large' });
});

test('a connection that breaks off half-way is a failure', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half');
    setTimeout(() => response.destroy(), 20);
  });
  await expect(request(url)).rejects.toMatchObject({ code: 'vmagent-unreachable' });
});

test('nobody there is a failure with the system’s reason', async () => {
  const url = await serve(() => undefined);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await expect(request(url)).rejects.toMatchObject({ code: 'vmagent-unreachable', message: 'ECONNREFUSED' });
  await serve(() => undefined);
});
