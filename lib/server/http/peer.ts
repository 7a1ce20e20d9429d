import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { singleton } from '../singleton';

const PEER_HEADER = 'x-weir-peer';

/**
 * Makes the socket the only source of a visitor's address, and drops headers that speak to the framework's own
 * insides. Node announces each request here before any other code sees it; call once at start.
 */
export function trustSocketOnly(): void {
  singleton('trust-socket-only', () => {
    subscribe('http.server.request.start', (message) => {
      const { request } = message as { request: IncomingMessage };
      cleanHeaders(request.headers, request.socket.remoteAddress ?? '');
    });
    return true;
  });
}

/** The address on the other end of the connection; '' where it is not known. */
export function peerOf(request: Request): string {
  return request.headers.get(PEER_HEADER) ?? '';
}

function cleanHeaders(headers: IncomingMessage['headers'], address: string): void {
  for (const name of Object.keys(headers)) {
    if (/^x-(forwarded-|middleware-|weir-|nextjs-)/.test(name)) delete headers[name];
  }
  headers[PEER_HEADER] = address;
}
