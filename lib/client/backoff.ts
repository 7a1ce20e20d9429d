/** Waits between tries to connect again, in milliseconds; the last one repeats. */
const WAITS_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

/** Wait before the given try (0 = first), with up to 20 % added so that many tabs do not come at once. */
export function backoffMs(tries: number, random: () => number = Math.random): number {
  const wait = WAITS_MS[Math.min(tries, WAITS_MS.length - 1)] ?? 0;
  return Math.round(wait * (1 + random() * 0.2));
}
