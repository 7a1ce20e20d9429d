import 'server-only';

/** `v1.149.0`, `0.67.0-rc.1`, `1.112.0+ds`: the numbers, and what comes before a release of them. */
const VERSION = /^v?(\d{1,6}(?:\.\d{1,6}){0,3})(?:(-[\w.-]{1,60})|\+[\w.+-]{1,60})?$/;

/**
 * Which of two versions is the newer one: below zero the first, above it the second, zero for the same; null where one
 * of them is no version, as `latest` is none.
 */
export function compareVersions(one: string, other: string): number | null {
  const [a, b] = [VERSION.exec(one), VERSION.exec(other)];
  if (a === null || b === null) return null;
  const [left, right] = [numbersOf(a[1]), numbersOf(b[1])];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (right[at] ?? 0) - (left[at] ?? 0);
    if (difference !== 0) return difference;
  }
  // A version before a release is older than the release.
  return Number(b[2] === undefined) - Number(a[2] === undefined);
}

const numbersOf = (text = ''): number[] => text.split('.').map(Number);

/** Whether `version` is newer than `than`; false where that is not known. */
export const isNewer = (version: string, than: string): boolean => (compareVersions(version, than) ?? 0) < 0;
