import { asTheme, THEME_COOKIE, type Theme } from '@/lib/theme';

const YEAR_SECONDS = 31_536_000;
const listeners = new Set<() => void>();

/** The theme that this page is drawn in: the server has set it from the cookie. */
export function currentTheme(): Theme {
  return asTheme(document.documentElement.dataset.theme);
}

export function subscribeTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Applies the theme at once and keeps it in a cookie, so that the server draws the next page in it. */
export function saveTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  const maxAge = theme === 'system' ? 0 : YEAR_SECONDS;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs HTTPS, which a Pi on the LAN seldom has
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${maxAge}; samesite=strict`;
  for (const listener of listeners) listener();
}
