import 'server-only';
import type { SeriesLabels } from '../destination/question';

const MOST_TEXT = 120;

export interface Legend {
  labels: SeriesLabels;
  /** With labels in double braces. */
  legend: string;
}

export const shortText = (text: string): string =>
  text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1)}…` : text;

export const hasSeveralPis = (all: readonly Pick<Legend, 'labels'>[]): boolean =>
  new Set(all.map(({ labels }) => labels.cluster)).size > 1;

/** A name for each, told apart from all others; the Pi’s is left out where there is only one. Pure. */
export function namesOf(all: readonly Legend[]): string[] {
  const several = hasSeveralPis(all);
  const used = new Set<string>();
  return all.map(({ labels, legend }) => {
    const template = several ? legend : legend.replace('{{cluster}}', '');
    const filled = template.replace(/\{\{(\w+)\}\}/g, (_braces, label) => labels[label] ?? '');
    const name = shortText(filled.trim());
    let told = name;
    for (let count = 2; used.has(told); count++) told = `${name} (${count})`;
    used.add(told);
    return told;
  });
}
