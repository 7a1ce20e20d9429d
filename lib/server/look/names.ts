import 'server-only';
import type { SeriesLabels } from '../destination/question';

const MOST_TEXT = 120;

export interface Legend {
  labels: SeriesLabels;
  /** With labels in double braces; `APART` stands for those that tell the series apart. */
  legend: string;
}

export const APART = '{{*}}';
const MOST_APART = 6;

export const shortText = (text: string): string =>
  text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1)}…` : text;

export const hasSeveralPis = (all: readonly Pick<Legend, 'labels'>[]): boolean =>
  new Set(all.map(({ labels }) => labels.cluster)).size > 1;

export const labelOf = (labels: SeriesLabels, label: string): string =>
  Object.hasOwn(labels, label) ? (labels[label] ?? '') : '';

/** Of the Pi, and of what is asked for: nothing that tells one series from another. */
const isOfAll = (label: string) => label === '__name__' || label === 'cluster';

/** What a series is called that has none of the labels that tell the others apart: by the most telling of its own. Pure. */
export function otherwise(labels: SeriesLabels, all: readonly SeriesLabels[]): string {
  const [most] = Object.entries(labels)
    .filter(([label, value]) => value !== '' && !isOfAll(label))
    .map(([label, value]) => ({ label, value, count: new Set(all.map((one) => labelOf(one, label))).size }))
    .sort((a, b) => b.count - a.count);
  return most ? shortText(`${most.label}="${most.value}"`) : 'no labels';
}

/**
 * The labels that tell series of one Pi apart, as few as do; where none does the job, else what they have. Pure.
 * @returns at most six, those with fewest values first
 */
export function labelsApart(all: readonly SeriesLabels[]): string[] {
  const valuesOf = (label: string) => new Set(all.map((labels) => labelOf(labels, label)));
  const names = new Set(all.flatMap((labels) => Object.keys(labels)));
  const apart = [...names]
    .filter((label) => !isOfAll(label))
    .map((label) => ({ label, values: valuesOf(label) }))
    .filter(({ values }) => values.size > 1)
    // Of two that are as good, the one that is shorter to read.
    .sort((a, b) => b.values.size - a.values.size || lengthOf(a.values) - lengthOf(b.values));
  const picked: typeof apart = [];
  const told = (labels: readonly string[]) =>
    new Set(all.map((one) => JSON.stringify(['cluster', ...labels].map((label) => labelOf(one, label)))))
      .size;
  for (const one of apart) {
    const before = picked.map(({ label }) => label);
    if (picked.length < MOST_APART && told([...before, one.label]) > told(before)) picked.push(one);
  }
  const found = picked.sort((a, b) => a.values.size - b.values.size).map(({ label }) => label);
  if (found.length > 0) return found;
  return names.has('job') ? ['job'] : [...names].filter((label) => !isOfAll(label)).slice(0, MOST_APART);
}

const lengthOf = (values: ReadonlySet<string>) => [...values].join('').length;

/** A name for each, told apart from all others; the Pi’s is left out where there is only one. Pure. */
export function namesOf(all: readonly Legend[]): string[] {
  const several = hasSeveralPis(all);
  const used = new Set<string>();
  const allLabels = all.map(({ labels }) => labels);
  const apart = labelsApart(allLabels);
  return all.map(({ labels, legend }) => {
    const template = several ? legend : legend.replace('{{cluster}}', '');
    const filled = template
      .replace(APART, () => apart.map((label) => `{{${label}}}`).join(' '))
      .replace(/\{\{([^{}]+)\}\}/g, (_braces, label) => labelOf(labels, label));
    const name = shortText(filled.trim()) || (legend.includes(APART) ? otherwise(labels, allLabels) : '');
    let told = name;
    for (let count = 2; used.has(told); count++) told = `${name} (${count})`;
    used.add(told);
    return told;
  });
}
