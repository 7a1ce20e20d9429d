/** What is drawn on a canvas needs its colours spelt out; tokens and themes are resolved by the browser. */
export interface Ink {
  text: string;
  grid: string;
  surface: string;
  lines: string[];
  losing: string;
  waiting: string;
  warning: string;
  info: string;
}

export const LINE_COLOURS = 8;
/** Told apart without their colours, too. */
const DASHES = [[], [7, 3], [2, 3], [9, 3, 2, 3]];

export const dashOf = (index: number): number[] => DASHES[index % DASHES.length] ?? [];
export const lineToken = (index: number): string => `--line-${(index % LINE_COLOURS) + 1}`;

export function readInk(host: HTMLElement): Ink {
  const { color, transition } = host.style;
  // A change of colour that takes even a moment would be read as the colour before it.
  host.style.transition = 'none';
  const read = (token: string) => {
    host.style.color = `var(${token})`;
    return getComputedStyle(host).color;
  };
  const ink = {
    text: read('--color-quiet'),
    grid: read('--color-line'),
    surface: read('--color-surface'),
    lines: Array.from({ length: LINE_COLOURS }, (_, index) => read(lineToken(index))),
    losing: read('--color-losing'),
    waiting: read('--color-waiting'),
    warning: read('--color-waiting'),
    info: read('--color-accent'),
  };
  Object.assign(host.style, { color, transition });
  return ink;
}

/** Calls back when the theme changes: by the system, or by the reader. @returns the function that ends it */
export function onThemeChange(listener: () => void): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  dark.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    dark.removeEventListener('change', listener);
  };
}
