import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A fake vmagent that gives a recorded answer and counts how often it is asked. */
export class FakeVmagent {
  requests = 0;
  delivered = 4;
  #server: Server | null = null;
  readonly #metrics =
    `${readFileSync(new URL('../../fixtures/vmagent/vmagent-1.145.0.txt', import.meta.url), 'utf8')}
vmagent_hourly_series_limit_current_series 612
vmagent_hourly_series_limit_max_series 20000
vmagent_hourly_series_limit_rows_dropped_total 3
`;

  async open(): Promise<string> {
    const server = createServer((request, response) => {
      this.requests += 1;
      if (request.url === '/metrics') {
        response.end(this.#metrics.replace(/(status_code="2XX"\}) \d+/, `$1 ${this.delivered}`));
      } else {
        response.end(JSON.stringify({ status: 'success', data: { activeTargets: [], droppedTargets: [] } }));
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }
}
