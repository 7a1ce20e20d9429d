import { formatDateTime, formatDay, plural } from '@/lib/format';
import type { OfferedRelease, RegistryView, Served } from '@/lib/schemas/updates/updates';

/** A day of the list in words: `8 Dec 2026`. @param day as `2026-12-08` */
export const dayWords = (day: string): string =>
  `${formatDay(Date.parse(`${day}T12:00`))} ${day.slice(0, 4)}`;

/** The beginning of a digest: enough to compare it by eye. */
export const shortDigest = (digest: string): string => digest.slice(0, 'sha256:'.length + 12);

export const ageWords = ({ ageDays }: Pick<OfferedRelease, 'ageDays'>): string | null => {
  if (ageDays === null) return null;
  return ageDays === 0 ? 'out since today' : `out for ${plural(ageDays, 'day')}`;
};

/** When registries were asked, and which gave no list. */
export function askedWords({ askedAtMs, silent }: RegistryView): string {
  if (askedAtMs === null) return 'They are asked now; the answer is here at the next look.';
  const asked = `Asked on ${formatDateTime(askedAtMs)}.`;
  return silent.length === 0 ? asked : `${asked} No list came from ${silent.join(', ')}.`;
}

/** What is said of a service for which nothing is offered. */
export function nothingWords({ from, version, newestKnown }: Served, listDate: string | null): string {
  if (listDate === null) return 'Which versions there are is not known here.';
  if (from === 'own') return 'Its image is one of your own.';
  if (newestKnown === null) return 'The list of this Weir has no version of it.';
  if (from === 'built')
    return `Built on this Pi. The list has nothing newer than ${newestKnown}, which a registry gives.`;
  if (version === null) return `The newest that this Weir knows is ${newestKnown}.`;
  return 'Nothing newer is known to this version of Weir.';
}
