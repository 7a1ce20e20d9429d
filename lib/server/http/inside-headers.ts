import 'server-only';
import type { IncomingHttpHeaders } from 'node:http';

/** The address on the other end of the connection: the socket is the only source of it. */
const PEER_HEADER = 'x-weir-peer';

/** What a page of the panel sends when it asks for a part of the next one. */
const NAVIGATION = /^(rsc|next-url|next-router-(state-tree|prefetch|segment-prefetch))$/;
/** Development's hot reload speaks to the framework too; a built panel has no such thing. */
const INSIDE =
  /^(x-(action|forwarded|invocation|invoke|matched|middleware|next|nextjs|now|prerender|vercel|weir)-|next-)/;

/** Takes away what speaks to the framework's insides, foreign cookies among it, and says where the visitor is. */
export function cleanHeaders(headers: IncomingHttpHeaders, address: string): void {
  for (const name of Object.keys(headers)) {
    if (INSIDE.test(name) && !NAVIGATION.test(name)) delete headers[name];
  }
  const cookies = headers.cookie?.split(';').filter((cookie) => /^\s*weir[_-]/.test(cookie)) ?? [];
  if (cookies.length > 0) headers.cookie = cookies.join(';').trim();
  else delete headers.cookie;
  headers[PEER_HEADER] = address;
}

export function navigates(headers: IncomingHttpHeaders): boolean {
  return Object.keys(headers).some((name) => NAVIGATION.test(name));
}

export function dropNavigation(headers: IncomingHttpHeaders): void {
  for (const name of Object.keys(headers)) if (NAVIGATION.test(name)) delete headers[name];
}

/** The address on the other end of the connection; '' where it is not known. */
export function peerOf(request: Request): string {
  return request.headers.get(PEER_HEADER) ?? '';
}
