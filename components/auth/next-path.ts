/**
 * Where to go after signing in: a path inside the panel, whatever the address bar asks for. Anything that would
 * lead to another host becomes the overview.
 */
export function nextPath(asked: string | string[] | undefined): string {
  if (typeof asked !== 'string') return '/';
  const here = 'http://panel.invalid';
  const url = URL.parse(asked, here);
  if (url === null || url.origin !== here || !asked.startsWith('/')) return '/';
  const path = url.pathname + url.search;
  return path.startsWith('//') || url.pathname === '/login' ? '/' : path;
}
