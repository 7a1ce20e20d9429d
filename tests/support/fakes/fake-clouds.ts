import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeCloud {
  url: string;
  /** `METHOD path` of every request so far. */
  requests: string[];
  close(): Promise<void>;
}

export interface CloudAnswer {
  status: number;
  type: string;
  body: string | Buffer;
  headers?: Record<string, string>;
}
/** Null: the request is never answered. */
type Answer = (request: http.IncomingMessage, body: Buffer) => CloudAnswer | null;

/** Listens on the bridge's address, where containers of every network of the engine reach it. */
export function serveCloud(address: string, answer: Answer): Promise<FakeCloud> {
  const requests: string[] = [];
  const server = http.createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const answered = answer(request, Buffer.concat(parts));
      if (answered === null) return;
      const { status, type, body, headers } = answered;
      const server = 'fake-cloud-for-tests';
      response.writeHead(status, { 'content-type': type, server, ...headers }).end(body);
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, address, () => {
      const { port } = server.address() as AddressInfo;
      const close = () =>
        new Promise<void>((done) => {
          server.closeAllConnections();
          server.close(() => done());
        });
      resolve({ url: `http://${address}:${port}`, requests, close });
    });
  });
}
