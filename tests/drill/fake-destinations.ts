import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The path of the one that takes samples, and of the one that takes only the panel's question, which has none. */
export const TAKES = '/takes/api/v1/write';
export const TAKES_NONE = '/takes-none/api/v1/write';

export interface FakeDestinations {
  origin: string;
  close(): Promise<void>;
}

/** Two destinations that keep nothing. @param host where containers and this machine both find them */
export async function startFakeDestinations(host: string): Promise<FakeDestinations> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      // The panel's questions: of one byte, which is nothing, and of four, which nobody can read.
      const length = request.headers['content-length'];
      const isTaken = length === '1' || (request.url === TAKES && length !== '4');
      response.writeHead(isTaken ? 204 : 400).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    origin: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
