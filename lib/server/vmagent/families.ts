import 'server-only';

/** What is said of a family of metrics: plain text of whoever said it. */
export interface Family {
  type: string | null;
  help: string | null;
}

const UNTOLD: Family = { type: null, help: null };

/** What stands under the name of its family, by the family’s type. */
const PARTS = new Map([
  ['histogram', /_(?:bucket|sum|count)$/],
  ['summary', /_(?:sum|count)$/],
  ['counter', /_total$/],
]);

/** What is said of a metric, or of the family that it is a part of. */
export function familyOf(families: ReadonlyMap<string, Family>, metric: string): Family {
  const own = families.get(metric);
  if (own) return own;
  const family = families.get(metric.replace(/_(?:bucket|sum|count|total)$/, ''));
  return family && PARTS.get(family.type ?? '')?.test(metric) ? family : UNTOLD;
}
