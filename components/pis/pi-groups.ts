import type { PiRow } from '@/lib/schemas/look/pis';

const labelOf = ({ labels }: PiRow, name: string): string =>
  Object.hasOwn(labels, name) ? (labels[name] ?? '') : '';

/** The labels by which Pis can be told apart, by name: those that not all of them share with one value. */
export function labelNames(pis: readonly PiRow[]): string[] {
  const names = new Set(pis.flatMap(({ labels }) => Object.keys(labels)));
  return [...names].filter((name) => new Set(pis.map((pi) => labelOf(pi, name))).size > 1).toSorted();
}

/** The Pis by the value of a label: the group with the worst of them first, those without the label last. Pure. */
export function groupsOf(pis: readonly PiRow[], name: string): { title: string; pis: PiRow[] }[] {
  const groups = new Map<string, PiRow[]>();
  for (const pi of pis) groups.set(labelOf(pi, name), [...(groups.get(labelOf(pi, name)) ?? []), pi]);
  const without = groups.get('');
  groups.delete('');
  return [
    ...[...groups].map(([value, some]) => ({ title: `${name}: ${value}`, pis: some })),
    ...(without ? [{ title: `Without the label ${name}`, pis: without }] : []),
  ];
}
