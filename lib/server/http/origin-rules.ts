import 'server-only';
import { AppError } from '../errors';
import { isAllowedHost } from './host-rules';

const READS = new Set(['GET', 'HEAD']);

export function changesState(method: string): boolean {
  return !READS.has(method);
}

/**
 * Refuses what a page of another origin makes a browser send. SameSite cookies do not tell ports apart, and
 * other programs on this machine have pages too, so Origin must be this very origin.
 *
 * Browsers send Sec-Fetch-Site only over https and to localhost; Origin goes with every state change. A request
 * with neither comes from a script outside a browser and brings no cookie that it does not own.
 * @throws AppError forbidden-origin
 */
export function assertSameOrigin(request: Request, host: string): void {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') refuse();
  if (!changesState(request.method)) return;
  if (site === 'none') refuse();
  const origin = request.headers.get('origin');
  if (origin !== null && !isSameOrigin(origin, host, site)) refuse();
}

/** A proxy may rewrite Host; then the browser's own word that it is one origin counts, for a known name only. */
function isSameOrigin(origin: string, host: string, site: string | null): boolean {
  try {
    const { protocol, host: originHost } = new URL(origin);
    if (protocol !== 'http:' && protocol !== 'https:') return false;
    if (new URL(`${protocol}//${host}`).host === originHost) return true;
    return site === 'same-origin' && isAllowedHost(originHost);
  } catch {
    return false;
  }
}

function refuse(): never {
  throw new AppError('forbidden-origin', 'This request did not come from a page of this panel.', {
    hint: 'Open the panel in its own tab and try again there.',
  });
}
