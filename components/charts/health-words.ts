import { formatShare } from '@/lib/format';
import type { Level } from './state-runs';

/** A share 0–1 of the time of one value; `warning`: it was up for some of it. */
export const healthLevel = (share: number): Level =>
  share >= 1 ? 'good' : share <= 0 ? 'critical' : 'warning';

/** Share of the known time that it was up, 0–1; null: nothing is known. */
export function upShare(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

export function upWords(values: readonly (number | null)[]): string {
  const share = upShare(values);
  if (share === null) return 'unknown';
  return share === 1 ? 'always up' : `${formatShare(share, 1)} up`;
}

/** Of several lines of shares, who was down the longest, in words. Null: nothing is known of any. */
export function healthWords(
  lines: readonly { name: string; values: readonly (number | null)[] }[],
): string | null {
  const shares = lines.flatMap(({ name, values }) => {
    const share = upShare(values);
    return share === null ? [] : [{ name, share }];
  });
  const fallen = shares.filter(({ share }) => share < 1).sort((a, b) => a.share - b.share);
  const [worst] = fallen;
  if (shares.length === 0) return null;
  if (!worst) return shares.length === 1 ? 'It was up all the time.' : 'All were up all the time.';
  const others =
    fallen.length > 1 ? ` ${fallen.length - 1} more ${fallen.length > 2 ? 'were' : 'was'} down, too.` : '';
  return `${worst.name} was down the longest.${others}`;
}
