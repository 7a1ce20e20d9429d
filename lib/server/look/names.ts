import 'server-only';
import type { SeriesLabels } from '../destination/store';

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
  const used = new Map<string, number>();
  return all.map(({ labels, legend }) => {
    const template = several ? legend : legend.replace('{{cluster}}', '');
    const filled = template.replace(/\{\{(\w+)\}\}/g, (_braces, label) => labels[label] ?? '');
    const name = shortText(filled.trim());
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}
