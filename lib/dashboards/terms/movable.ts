/** Numbers of alert rules that their owner may move. */
import { inEnglish } from '@/lib/english';
import type { Thresholds } from './shape';

/** How people write what a rule compares with. */
const UNITS = {
  celsius: { sign: '°C', compared: (typed: number) => typed },
  count: { sign: '', compared: (typed: number) => typed },
  hours: { sign: 'h', compared: (typed: number) => typed * 3600 },
  minutes: { sign: 'min', compared: (typed: number) => typed * 60 },
  /** Of what is counted from 0 to 100. */
  percent: { sign: '%', compared: (typed: number) => typed },
  seconds: { sign: 's', compared: (typed: number) => typed },
  /** Of what is counted from 0 to 1. */
  share: { sign: '%', compared: (typed: number) => Number((typed / 100).toPrecision(12)) },
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

export const signOf = ({ unit }: Movable): string => UNITS[unit].sign;

/** Whether it may be moved there. */
export const isWithin = ({ least, most }: Movable, value: number): boolean => value >= least && value <= most;

/** In the unit as it is typed; what a former version has let through and this one does not is as it ships. */
export function numberOf(movable: Movable, { limits }: OwnRules): number {
  const own = limits[movable.name];
  return own !== undefined && isWithin(movable, own) ? own : movable.value;
}

/** What an expression compares with. */
export const limitOf = (limit: number | Movable, own: OwnRules): number =>
  typeof limit === 'number' ? limit : UNITS[limit.unit].compared(numberOf(limit, own));

/** `80 °C`, `1,000` */
export const limitWords = (movable: Movable, own: OwnRules): string =>
  `${inEnglish(numberOf(movable, own), MOST_DIGITS)} ${signOf(movable)}`.trimEnd();
const MOST_DIGITS = 3;

/** The numbers of a panel. Where the one that was moved has passed the other, it counts for both. */
export function thresholdsOf({ side, warning, critical }: Thresholds, own: OwnRules) {
  const from = limitOf(warning, own);
  if (critical === undefined) return { side, warning: from };
  const bad = limitOf(critical, own);
  if (side === 'above' ? from <= bad : from >= bad) return { side, warning: from, critical: bad };
  const both = typeof critical === 'number' ? from : bad;
  return { side, warning: both, critical: both };
}
