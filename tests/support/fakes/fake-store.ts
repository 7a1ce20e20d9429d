import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StoreQuestion {
  /** `query` or `query_range`. */
  path: string;
  query: URLSearchParams;
}
type Answer = (question: StoreQuestion, response: ServerResponse) => void;

/** Answers queries as VictoriaMetrics does, with what a test says; what a range is answered with is for its moments. */
export async function startFakeStore(answer: Answer) {
  const asked: StoreQuestion[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://store');
    const question = { path: url.pathname.split('/').at(-1) ?? '', query: url.searchParams };
    asked.push(question);
    answer(question, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
export type FakeStore = Awaited<ReturnType<typeof startFakeStore>>;

/** The body of an answer. */
export const storeAnswer = (...result: object[]): string => {
  const resultType = result.some((one) => 'value' in one) ? 'vector' : 'matrix';
  return JSON.stringify({ status: 'success', data: { resultType, result } });
};
