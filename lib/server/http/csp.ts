import 'server-only';
import { randomBytes } from 'node:crypto';

/** What marks the scripts of one answer as ours. */
export function newNonce(): string {
  return randomBytes(16).toString('base64');
}

/**
 * The content security policy of a page.
 *
 * Scripts: only what carries this request's nonce and what such a script loads. Styles: own files and what carries
 * the nonce; a library that brings a <style> element of its own has to be given the nonce, or its CSS file. What
 * scripts set through `element.style` (React in the browser, too) is not subject to the policy; a `style={…}` in
 * server-rendered HTML is an attribute and refused, so lengths that the server knows go into SVG attributes or
 * classes.
 * @param isDevelopment lets the development server's hot reload work: eval, its socket, its style elements
 */
export function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  const policy: Record<string, string[]> = {
    'default-src': ["'none'"],
    'script-src': [
      "'self'",
      `'nonce-${nonce}'`,
      "'strict-dynamic'",
      ...(isDevelopment ? ["'unsafe-eval'"] : []),
    ],
    'style-src': isDevelopment ? ["'self'", "'unsafe-inline'"] : ["'self'", `'nonce-${nonce}'`],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...(isDevelopment ? ['ws:'] : [])],
    'manifest-src': ["'self'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
    'base-uri': ["'none'"],
  };
  return Object.entries(policy)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}
