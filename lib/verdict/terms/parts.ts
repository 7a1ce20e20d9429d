import { inEnglish, listed } from '@/lib/english';
import { groupedBy } from '@/lib/finding-groups';
import type { SourcePart } from '@/lib/schemas/snapshot';

const MOST_NAMES = 4;

function few(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more > 0 ? listed([...names.slice(0, MOST_NAMES), `${inEnglish(more)} more`]) : listed(names);
}

const IN = ' in ';
const OF_ACCOUNT = ' of account ';

/** A part by its name: `Lambda in eu-west-1 of account 210987654321`. */
function readName(name: string) {
  const [what, place] = cutAt(name, name.lastIndexOf(IN), IN);
  const [, account] = cutAt(place, place.indexOf(OF_ACCOUNT), OF_ACCOUNT);
  return { what, place, account };
}
const cutAt = (text: string, at: number, word: string): [string, string] =>
  at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + word.length)];

/** What is missing, and why; what all have in common is said once. */
function titleOf(parts: readonly SourcePart[]): string {
  const read = parts.map(({ name }) => readName(name));
  const { place = '', account = '' } = read[0] ?? {};
  const ofAccount = `${OF_ACCOUNT}${account}`;
  const isOfOne = account !== '' && read.every((one) => one.account === account);
  const reason = isOfOne ? parts[0]?.message?.replaceAll(ofAccount, '') : parts[0]?.message;
  if (place !== '' && read.every((one) => one.place === place))
    return `Data of ${few(read.map(({ what }) => what))} in ${place} is missing. ${reason}`;
  if (isOfOne)
    return `In account ${account}, data of ${few(parts.map(({ name }) => name.replace(ofAccount, '')))} is missing. ${reason}`;
  return `Data of ${few(parts.map(({ name }) => name))} is missing. ${reason}`;
}

/** Parts of a source that give nothing or too little, those with one cause together: what is missing, why, what to do. */
export function missingParts(
  parts: readonly SourcePart[],
): { kind: string; title: string; fix: string | null }[] {
  const blind = parts.filter(({ state }) => state === 'blind');
  return [...groupedBy(blind, ({ kind }) => kind ?? 'error')].map(([kind, group]) => ({
    kind,
    title: titleOf(group),
    fix: group[0]?.fix ?? null,
  }));
}
