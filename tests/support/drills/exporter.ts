import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Beat {
  number: number;
  atMs: number;
}

/**
 * A fake exporter, which answers each scrape with one sample, `drill_beat`, whose value is the number of the scrape:
 * what has not arrived at the destination is known by its number. Or it answers as the test says.
 */
export class FakeExporter {
  /** Null: the next beat. `hang`: take the request and say nothing. `cut`: break the connection off. */
  page: { status: number; body: string; headers?: Record<string, string> } | 'hang' | 'cut' | null = null;
  readonly beats: Beat[] = [];
  #server: Server | null = null;
  #port = 0;

  #host = '';

  get target(): string {
    return `${this.#host}:${this.#port}`;
  }

  /** Listens, after `close` where it did before. */
  async open(host = this.#host): Promise<this> {
    this.#host = host;
    const server = createServer((incoming, outgoing) => {
      if (this.page === 'hang') return;
      if (this.page === 'cut') {
        incoming.destroy();
        return;
      }
      if (this.page) {
        outgoing.writeHead(this.page.status, this.page.headers).end(this.page.body);
        return;
      }
      const beat = { number: this.beats.length + 1, atMs: Date.now() };
      this.beats.push(beat);
      outgoing.end(`drill_beat ${beat.number}\n`);
    });
    await new Promise<void>((resolve) => server.listen(this.#port, host, resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
    return this;
  }

  /** As it was at first; what hangs is broken off. */
  recover(): void {
    this.page = null;
    this.#server?.closeAllConnections();
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }
}
