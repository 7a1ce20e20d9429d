/** Numbers of alert rules that their owner may move. */
import { amountWords, isInRange, type NumberRange } from '@/lib/typed-number';
import type { Thresholds } from './shape';

/** How people write what a rule compares with, and by how much that differs. */
const UNITS = {
  celsius: { sign: '°C', digits: 0, factor: 1 },
  count: { sign: '', digits: 0, factor: 1 },
  hours: { sign: 'h', digits: 1, factor: 3600 },
  minutes: { sign: 'min', digits: 0, factor: 60 },
  /** Of what is counted from 0 to 100. */
  percent: { sign: '%', digits: 1, factor: 1 },
  /** Of what is counted from 0 to 1. */
  share: { sign: '%', digits: 1, factor: 0.01 },
} as const;

/** What a rule watches for, where a person may know better. All numbers are in the unit as it is typed. */
export interface Movable {
  /** What it is saved as; stays as it is from version to version. */
  name: string;
  /** As it ships. */
  value: number;
  least: number;
  most: number;
  unit: keyof typeof UNITS;
}

/** What an owner has changed of the rules. */
export interface OwnRules {
  /** Names of rules that are switched off. */
  off: readonly string[];
  /** By the name of what was moved. */
  limits: Readonly<Record<string, number>>;
}
export const AS_SHIPPED: OwnRules = { off: [], limits: {} };

/** Where it may be moved. */
export function rangeOf({ least, most, unit }: Movable): NumberRange {
  const { sign, digits } = UNITS[unit];
  return { least, most, digits, sign };
}

/** In the unit as it is typed; what a former version has let through and this one does not is as it ships. */
export function numberOf(movable: Movable, { limits }: OwnRules): number {
  const own = limits[movable.name];
  return own !== undefined && isInRange(rangeOf(movable), own) ? own : movable.value;
}

/** What an expression compares with: 0.07, and never 0.07000000000000001. */
export const limitOf = (limit: number | Movable, own: OwnRules): number =>
  typeof limit === 'number'
    ? limit
    : Number((numberOf(limit, own) * UNITS[limit.unit].factor).toPrecision(12));

/** `80 °C`, `1,000` */
export const limitWords = (movable: Movable, own: OwnRules): string =>
  amountWords(numberOf(movable, own), rangeOf(movable));

/** The numbers of a panel. Where the one that was moved has passed the other, it counts for both. */
export function thresholdsOf({ side, warning, critical }: Thresholds, own: OwnRules) {
  const from = limitOf(warning, own);
  if (critical === undefined) return { side, warning: from };
  const bad = limitOf(critical, own);
  if (side === 'above' ? from <= bad : from >= bad) return { side, warning: from, critical: bad };
  const both = typeof critical === 'number' ? from : bad;
  return { side, warning: both, critical: both };
}
