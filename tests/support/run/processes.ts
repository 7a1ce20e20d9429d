import { readdirSync, readFileSync } from 'node:fs';

const EVERY_MS = 100;

/**
 * Looks at the argument lists of all processes of this machine, containers included, until it is told to stop.
 * @returns ends it and gives what was seen, each list once
 */
export function watchArguments(): () => string[] {
  const seen = new Set<string>();
  const timer = setInterval(() => {
    for (const id of readdirSync('/proc')) {
      if (!/^\d+$/.test(id)) continue;
      try {
        seen.add(readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' '));
      } catch {
        // It has ended meanwhile.
      }
    }
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    return [...seen];
  };
}
