import 'server-only';
import { plainText } from './plain-text';

/** What is said of a family of metrics: plain text of whoever said it. */
export interface Family {
  type: string | null;
  help: string | null;
}

const MAX_HELP = 300;
const MAX_TYPE = 20;
/** YACE says so of every metric. */
const NO_HELP = 'Help is not implemented yet.';

/** @param said untrusted */
export function helpIn(said: string): string | null {
  const help = plainText(said, MAX_HELP);
  return help === NO_HELP ? null : help;
}

/** @param said untrusted */
export const typeIn = (said: string): string | null => plainText(said, MAX_TYPE);

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
