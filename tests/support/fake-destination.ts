import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A fake remote-write endpoint before a real one: passes on what it gets, or answers as the test says. */
export class FakeDestination {
  /** Null: pass on to the real one. `hang`: take the request and say nothing. `cut`: break the connection off. */
  answer: { status: number; body: string; headers?: Record<string, string> } | 'hang' | 'cut' | null = null;
  /** When each answer of the test's own was given. */
  readonly answeredAtMs: number[] = [];
  #server: Server | null = null;
  #port = 0;
  readonly #upstream: string;

  constructor(upstream: string) {
    this.#upstream = upstream;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/api/v1/write`;
  }

  /** Listens, after `close` on the same port as before. */
  async open(): Promise<void> {
    const server = createServer((incoming, outgoing) => {
      if (this.answer === 'hang') {
        incoming.resume();
        return;
      }
      if (this.answer === 'cut') {
        incoming.destroy();
        return;
      }
      if (this.answer) {
        const { status, body, headers } = this.answer;
        incoming.resume().on('end', () => {
          this.answeredAtMs.push(Date.now());
          outgoing.writeHead(status, { 'content-type': 'text/plain', ...headers }).end(body);
        });
        return;
      }
      const onward = request(
        `${this.#upstream}/api/v1/write`,
        { method: 'POST', headers: incoming.headers },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502);
          answer.pipe(outgoing);
        },
      );
      onward.on('error', () => outgoing.writeHead(502).end());
      incoming.pipe(onward);
    });
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Gone from the network: connections are refused. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }
}
