import 'server-only';
import { type IncomingMessage, Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { findSession } from '../auth/session';
import { env } from '../env';
import { singleton } from '../singleton';
import { refusalOf } from './door-rules';
import { cleanHeaders, dropNavigation, navigates } from './inside-headers';
import { panelEnd } from './panel-end';

type Emit = (event: string | symbol, ...given: unknown[]) => boolean;

/**
 * What every request passes before the framework sees it: only plain requests for an own name go in, without the
 * headers that speak to the framework's insides. It lets nobody in: routes are made by `handler()`, pages ask
 * `requireOwner()`. The built server loads it first (`scripts/finish-build.mjs`), so that no request is earlier.
 */
export function closeDoor(): void {
  singleton('door', () => {
    const emit = Server.prototype.emit as Emit;
    Server.prototype.emit = function (this: Server, event: string | symbol, ...given: unknown[]): boolean {
      const goIn = () => emit.call(this, event, ...given);
      if (event === 'connection') {
        const [socket] = given as [Socket];
        panelEnd().silent.add(socket);
        socket.once('close', () => panelEnd().silent.delete(socket));
      }
      if (event === 'request') {
        const [request, response] = given as [IncomingMessage, ServerResponse];
        panelEnd().silent.delete(request.socket);
        // Else a page that goes on asking would keep its connection, and with it the panel.
        if (panelEnd().hasBegun) response.shouldKeepAlive = false;
        void receive(request, response, goIn);
        return true;
      }
      if (event === 'upgrade') {
        const [, socket] = given as [IncomingMessage, Duplex];
        // From here on nobody else looks after this socket: not after its errors, nor after one that never ends.
        socket.on('error', () => socket.destroy());
        const refused = 'HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';
        socket.end(refused, () => socket.destroy());
        return true;
      }
      return goIn();
    };
    return true;
  });
}

async function receive(request: IncomingMessage, response: ServerResponse, goIn: () => void): Promise<void> {
  const refusal = refusalOf(request);
  if (refusal !== null) return send(refusal, request, response);
  const { headers, socket } = request;
  cleanHeaders(headers, socket.remoteAddress ?? '');
  // Development has more of them.
  if (navigates(headers) && !env().isDevelopment && !(await mayNavigate(request))) dropNavigation(headers);
  goIn();
}

/** The panel's own pages ask the framework for parts of pages; nobody else needs to. */
async function mayNavigate({ method, headers }: IncomingMessage): Promise<boolean> {
  const site = headers['sec-fetch-site'] ?? 'same-origin';
  if (method !== 'GET' || site !== 'same-origin' || !headers.cookie) return false;
  const asked = new Request('http://localhost/', { headers: { cookie: headers.cookie } });
  return (await findSession(asked).catch(() => null)) !== null;
}

async function send(refusal: Response, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = Buffer.from(await refusal.arrayBuffer());
  response.writeHead(refusal.status, {
    ...Object.fromEntries(refusal.headers),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-length': body.length,
    // What else it sends is not read.
    connection: 'close',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
