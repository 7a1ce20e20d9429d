import { type NextRequest, NextResponse } from 'next/server';
import { env } from '@/lib/server/env';
import { contentSecurityPolicy, newNonce } from '@/lib/server/http/csp';
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

  const nonce = newNonce();
  const policy = contentSecurityPolicy(nonce, env().isDevelopment);
  const headers = new Headers(request.headers);
  // Next takes the nonce for its own inline scripts from the policy in the request.
  headers.set('content-security-policy', policy);
  headers.set('x-nonce', nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = { matcher: ['/((?!api/|_next/static/|metrics$).*)'] };
