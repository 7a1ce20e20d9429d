import 'server-only';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { standsBy } from '../tasks/one-panel';
import { errorResponse } from './envelope';
import { unknownHostPage } from './host-page';
import { isAllowedHost, unknownHost } from './host-rules';
import { changesState } from './origin-rules';
import { standbyAnswer } from './standby-answer';

/** TRACE, CONNECT, OPTIONS and whatever else there is have no use here. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

type Asked = Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'rawHeaders'>;

/** Why a request goes no further, as its answer; null when it may. What is not known is refused. */
export function refusalOf({ method = '', url = '', headers, rawHeaders }: Asked): Response | null {
  if (!METHODS.has(method)) return refuse(405);
  // Absolute and other forms (RFC 9112, 3.2) name a host of their own, beside the one that is checked.
  if (!url.startsWith('/') || !isPlainPath(url)) return refuse(400);
  if (rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length > 1)
    return refuse(400);
  const host = headers.host ?? null;
  const isApi = /^\/api(?:[/?]|$)/.test(url);
  if (!isAllowedHost(host))
    return isApi ? errorResponse(unknownHost(host), randomUUID()) : unknownHostPage(host);
  // Every change goes through /api; everything else is only ever read.
  if (changesState(method) && !isApi) return refuse(405);
  return standsBy() ? standbyAnswer(isApi) : null;
}

/** Whether the path means here what it means to the framework: no `/api/%2e%2e/login`, no `/api\\..\\login`. */
function isPlainPath(url: string): boolean {
  const [path = ''] = url.split(/[?#]/);
  return URL.canParse(`http://localhost${path}`) && new URL(`http://localhost${path}`).pathname === path;
}

function refuse(status: 400 | 405): Response {
  return new Response(null, { status, headers: { 'cache-control': 'no-store' } });
}
