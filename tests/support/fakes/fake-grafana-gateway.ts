import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { lanAddress } from './receivers.ts';

/** What the fake saw of one request. */
export interface SeenRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
  /** Basic auth, decoded. */
  credentials: string | null;
}

/** What the panel sends to see whether it is read: snappy of a field that is longer than all there is. */
const UNREADABLE = Buffer.from([2, 4, 0x0a, 0x7f]);

type Script = (seen: SeenRequest, response: ServerResponse) => void;

/**
 * A FAKE of Grafana Cloud's gateway: it answers what the test scripts, with bodies as users of the real one have
 * reported them. For faults that a real server does not produce on demand; nothing here is Grafana's.
 */
export class FakeGrafanaGateway {
  readonly seen: SeenRequest[] = [];
  script: Script = (_, response) => response.writeHead(200).end();
  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  static async start(tls?: { key: string; cert: string }): Promise<FakeGrafanaGateway> {
    let fake: FakeGrafanaGateway | undefined;
    const onRequest = (request: IncomingMessage, response: ServerResponse) => fake?.answer(request, response);
    const server = tls ? createTlsServer(tls, onRequest) : createServer(onRequest);
    await new Promise<void>((resolve) => server.listen(0, lanAddress(), resolve));
    const { port } = server.address() as AddressInfo;
    fake = new FakeGrafanaGateway(server, `${tls ? 'https' : 'http'}://${lanAddress()}:${port}`);
    return fake;
  }

  answers(status: number, body: string, headers: Record<string, string> = {}): void {
    this.script = (_, response) => response.writeHead(status, headers).end(body);
  }

  /** As the gateway does: JSON with `authentication error: …`. */
  refuses(status: number, reason: string): void {
    const body = JSON.stringify({ status: 'error', error: `authentication error: ${reason}` });
    this.answers(status, body, { 'content-type': 'application/json' });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const seen: SeenRequest = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks),
      credentials: basic ? Buffer.from(basic, 'base64').toString() : null,
    };
    // A real one reads what it is sent.
    if (UNREADABLE.equals(seen.body)) return void response.writeHead(400).end('cannot be decoded');
    this.seen.push(seen);
    this.script(seen, response);
  }
}
