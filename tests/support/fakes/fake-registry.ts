import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a fake registry does with a question for a manifest; the name of the image asked for says which. */
const ANSWERS: Record<string, { status: number; code: string }> = {
  private: { status: 401, code: 'UNAUTHORIZED' },
  unknown: { status: 404, code: 'MANIFEST_UNKNOWN' },
  busy: { status: 429, code: 'TOOMANYREQUESTS' },
  broken: { status: 503, code: 'UNAVAILABLE' },
};

export interface FakeRegistry {
  /** `127.0.0.1:port`, as an image's name begins. */
  host: string;
  /** Questions for manifests so far. */
  asked(): number;
  /** The tag or digest that the newest one was for. */
  askedFor(): string;
  stop(): Promise<void>;
}

/** A registry on loopback that gives no image; the one that asks is a real engine. */
export async function startFakeRegistry(): Promise<FakeRegistry> {
  let asked = 0;
  let askedFor = '';
  const server = createServer((request, response) => {
    const [, name, version] = /^\/v2\/([a-z]+)\/manifests\/(.+)$/.exec(request.url ?? '') ?? [];
    if (name === undefined || version === undefined) {
      response.end('{}');
      return;
    }
    asked++;
    askedFor = version;
    if (name === 'silent') return;
    const answer = ANSWERS[name];
    if (!answer) {
      response.destroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ errors: [{ code: answer.code, message: 'as a test wants it' }] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    askedFor: () => askedFor,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
