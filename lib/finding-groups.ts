import type { Finding } from '@/lib/schemas/snapshot';

const SEVERITY_ORDER: Record<Finding['severity'], number> = { losing: 0, waiting: 1, warning: 2, info: 3 };

/** Worst first. */
export const bySeverity = (a: Pick<Finding, 'severity'>, b: Pick<Finding, 'severity'>) =>
  SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity];

/** One thing to mend and all that comes of it. */
export interface FindingGroup<T> {
  root: T;
  explained: T[];
  /** The most severe of them, the root where it is as severe: it says what all this means for the data. */
  worst: T;
}

/** Findings by what explains them, in their order. One whose root is not among them stands for itself. */
export function groupFindings<T extends Pick<Finding, 'id' | 'severity' | 'because'>>(
  findings: readonly T[],
): FindingGroup<T>[] {
  const ids = new Set(findings.map(({ id }) => id));
  const isRoot = ({ because }: T) => because === null || !ids.has(because);
  const explainedBy = groupedBy(
    findings.filter((one) => !isRoot(one)),
    ({ because }) => because,
  );
  return findings.filter(isRoot).map((root) => {
    const explained = explainedBy.get(root.id) ?? [];
    const worst = [root, ...explained].reduce((a, b) => (bySeverity(b, a) < 0 ? b : a));
    return { root, explained, worst };
  });
}

/** `Map.groupBy`, which browsers of 2023 do not have. */
export function groupedBy<K, T>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}
