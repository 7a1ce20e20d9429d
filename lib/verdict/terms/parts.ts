import { inEnglish, listed } from '@/lib/english';
import { groupedBy } from '@/lib/finding-groups';
import type { SourcePart } from '@/lib/schemas/snapshot';

const MOST_NAMES = 4;

function few(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more > 0 ? listed([...names.slice(0, MOST_NAMES), `${inEnglish(more)} more`]) : listed(names);
}

/** Parts of a source that give nothing or too little, those with one cause together: what is missing, why, what to do. */
export function missingParts(
  parts: readonly SourcePart[],
): { kind: string; title: string; fix: string | null }[] {
  const blind = parts.filter(({ state }) => state === 'blind');
  return [...groupedBy(blind, ({ kind }) => kind ?? 'error')].map(([kind, group]) => ({
    kind,
    title: `Data of ${few(group.map(({ name }) => name))} is missing. ${group[0]?.message}`,
    fix: group[0]?.fix ?? null,
  }));
}
