import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { closeDoor } from '@/lib/server/http/door';

let server: Server;
afterEach(() => server.close());

test('a socket that asks for another protocol is closed, also where the other side never ends it', async () => {
  closeDoor();
  server = createServer();
  // As the framework listens for it.
  server.on('upgrade', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let answer = '';
  client.on('data', (chunk) => {
    answer += chunk;
  });
  client.on('error', () => undefined);
  client.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  await vi.waitFor(() => expect(answer).toMatch(/^HTTP\/1\.1 405 /), { timeout: 30_000 });
  const open = promisify(server.getConnections.bind(server));
  await vi.waitFor(async () => expect(await open()).toBe(0), { timeout: 30_000 });
  client.destroy();
});
