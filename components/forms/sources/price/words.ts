import type { Limits } from '@/lib/budget';
import { formatDuration } from '@/lib/duration';
import { inEnglish, listed } from '@/lib/english';
import { plural } from '@/lib/format';
import { sourceRecord } from '@/lib/pipeline/records';
import { type Dollars, MONTH_SECONDS, type Prices } from '@/lib/pipeline/sources/prices';
import type { SourceId } from '@/lib/schemas/snapshot';
import type { Estimate } from './estimate';

/** `$3.10`; what is not nothing is never told as nothing. */
export function dollars(amount: number): string {
  if (amount > 0 && amount < 0.01) return '< $0.01';
  const [whole = '', cents = ''] = amount.toFixed(2).split('.');
  return `$${inEnglish(Number(whole))}.${cents}`;
}

/** `$3.10–$5.20`, or one sum where both are the same. */
export function range({ least, most }: Dollars): string {
  const [from, to] = [dollars(least), dollars(most)];
  return from === to ? to : `${from}–${to}`;
}

export const dollarsOf = (
  source: SourceId,
  { round }: Pick<Estimate, 'round'>,
  seconds: number,
  prices: Prices,
): Dollars => sourceRecord(source).price?.dollars(round, seconds, prices) ?? { least: 0, most: 0 };

/** Nothing at all is known of it. */
export const isUnknown = ({ round, unknown }: Estimate): boolean => unknown.length > 0 && round.most === 0;

/** The price of one source in a few words: `about $3.10–$5.20 a month`. */
export function priceWords(source: SourceId, estimate: Estimate, seconds: number, prices: Prices): string {
  if (isUnknown(estimate)) return 'not known yet';
  const sum = dollarsOf(source, estimate, seconds, prices);
  const isMore = estimate.unknown.length > 0;
  if (sum.most === 0) return isMore ? 'free as far as it is known' : 'free';
  return `${isMore ? 'at least' : 'about'} ${range(sum)} a month`;
}

const MOST_NAMES = 4;
export function unknownWords({ unknown, knownBy }: Estimate): string | null {
  if (unknown.length === 0) return null;
  const more = unknown.length - MOST_NAMES;
  const names = more > 0 ? [...unknown.slice(0, MOST_NAMES), plural(more, 'other')] : unknown;
  return `Not counted: ${listed(names)}. ${unknown.length === 1 ? 'What it costs' : 'What they cost'} shows once ${knownBy}.`;
}

/** What the price is made of. */
export function roundWords({ round, resources, unit }: Estimate, seconds: number): string {
  const { least, most } = round;
  const reads = least === most ? inEnglish(most) : `${inEnglish(least)} to ${inEnglish(most)}`;
  const many = most === 1 || unit === 'series' ? unit : `${unit}s`;
  const times = `every ${formatDuration(seconds)}, ${inEnglish(Math.round(MONTH_SECONDS / seconds))} times a month`;
  return unit === 'series'
    ? `${reads} ${many} ${times}.`
    : `${plural(resources, 'resource')}: ${reads} ${many} ${times}.`;
}

/** Lists are free up to a number that they may pass: for all accounts on one bill together, else for each. */
export function listWords(
  { round: { lists, listsByAccount } }: Estimate,
  seconds: number,
  prices: Prices,
): string | null {
  if (lists === 0) return null;
  const month = Math.round((lists * MONTH_SECONDS) / seconds);
  const free = inEnglish(prices.listsFree);
  const more = inEnglish(month - prices.listsFree);
  if (month > prices.listsFree && listsByAccount)
    return `${inEnglish(month)} lists of metrics a month are ${more} more than the ${free} that are free for accounts on one bill. An account with a bill of its own has ${free} free.`;
  return month > prices.listsFree
    ? `${inEnglish(month)} lists of metrics a month are ${more} more than the ${free} that are free.`
    : `${inEnglish(month)} lists of metrics a month are within the ${free} that are free.`;
}

export interface Load {
  series: number;
  pointsPerMinute: number;
}

/** `1,240 of the plan’s 10,000 series`; null where nobody knows how many there are. */
export function loadWords({ series, pointsPerMinute }: Load, limits: Limits): string {
  const of = (limit: number | null) => (limit === null ? '' : ` of the plan’s ${inEnglish(limit)}`);
  return `${inEnglish(Math.round(series))}${of(limits.series)} series and ${inEnglish(Math.round(pointsPerMinute))}${of(limits.pointsPerMinute)} data points a minute`;
}
