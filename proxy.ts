import { type NextRequest, NextResponse } from 'next/server';
import { env } from '@/lib/server/env';
import { contentSecurityPolicy, newNonce } from '@/lib/server/http/csp';

/**
 * Runs before pages: gives each its security policy. It lets nobody in: pages ask `requireOwner()`, routes are made
 * by `handler()`, whether this has run or not.
 */
export function proxy(request: NextRequest): Response {
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

export const config = { matcher: ['/((?!api/|_next/static/|metrics$|icon\\.svg$).*)'] };
