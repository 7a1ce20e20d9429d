export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** Holds `light` or `dark`; absent for the system's own setting. Not a secret, and read on the server: no flash. */
export const THEME_COOKIE = 'weir_theme';

export function asTheme(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system';
}
