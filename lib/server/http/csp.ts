import 'server-only';
import { randomBytes } from 'node:crypto';

/**
 * The stylesheet that sonner puts into a <style> element as soon as it is loaded. It takes no nonce, but it is
 * always the same text, so its hash lets exactly that in. A test compares it with the installed version.
 */
export const SONNER_STYLE_HASH = 'sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY=';

/** What marks the scripts of one answer as ours. */
export function newNonce(): string {
  return randomBytes(16).toString('base64');
}

/**
 * The content security policy of a page.
 *
 * Scripts: only what carries this request's nonce and what such a script loads. Styles: own files, what carries
 * the nonce, sonner's. What scripts set through `element.style` (uPlot, React in the browser) is not subject to the
 * policy; a `style={…}` in server-rendered HTML is an attribute and refused, so lengths that are known on the server
 * go into SVG attributes or classes. A Base UI part that brings a <style> element (Select, ScrollArea) needs
 * `CSPProvider` with `disableStyleElements`.
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
    'style-src': isDevelopment
      ? ["'self'", "'unsafe-inline'"]
      : ["'self'", `'nonce-${nonce}'`, `'${SONNER_STYLE_HASH}'`],
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
