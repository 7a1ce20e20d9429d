import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy } from '@/lib/server/http/csp';
import { unknownHostPage } from '@/lib/server/http/host-page';
import { isAllowedHost } from '@/lib/server/http/host-rules';

/**
 * Runs before pages: refuses foreign host names readably and gives each page its security policy. It lets nobody
 * in: pages ask `requireOwner()`, routes are made by `handler()`, whether this has run or not.
 */
export function proxy(request: NextRequest): Response {
  const host = request.headers.get('host');
  if (!isAllowedHost(host)) return unknownHostPage(host);
  // Every change goes through /api; a page is only ever read.
  if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 });

  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  // Next takes the nonce for its own inline scripts from the policy in the request.
  headers.set('content-security-policy', policy);
  headers.set('x-nonce', nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = { matcher: ['/((?!api/|_next/static/|metrics$).*)'] };
