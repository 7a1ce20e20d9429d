/** Numbers that people type: what is read as one, and what is said where it does not fit. */
import { inEnglish } from './english';

/** In the unit as it is typed. */
export interface NumberRange {
  least: number;
  most: number;
  /** After the point, at most. */
  digits: number;
  /** Of the unit: `°C`; empty: it is a count. */
  sign: string;
}

const GROUPED = /^[1-9]\d{0,2}(?:[,\s_]\d{3})+(?!\d)/;

/** `80`, `0.5`, `2,000` and `2 000`; NaN: none, as `5,5`, `1e3` and `0x50`. What is too large to count with is still too large. */
export function typedNumber(text: string): number {
  const plain = text.trim();
  const digits = GROUPED.test(plain) ? plain.replace(/[,\s_]/g, '') : plain;
  return /^\d+(?:\.\d+)?$/.test(digits) ? Math.min(Number(digits), Number.MAX_SAFE_INTEGER) : Number.NaN;
}

/** The same without a fraction: `15.000` may be meant as 15,000. */
export const wholeNumber = (text: string): number => (text.includes('.') ? Number.NaN : typedNumber(text));

/** No part of it is rounded away where it is said. */
export const isInRange = ({ least, most, digits }: NumberRange, value: number): boolean =>
  value >= least && value <= most && Number(value.toFixed(digits)) === value;

/** `80 °C`, `1,000` */
export const amountWords = (value: number, { digits, sign }: Pick<NumberRange, 'digits' | 'sign'>): string =>
  `${inEnglish(value, digits)} ${sign}`.trimEnd();

/** `from 0.1 to 99 %` */
export const rangeWords = (range: NumberRange): string =>
  `from ${inEnglish(range.least, range.digits)} to ${amountWords(range.most, range)}`;

/** What is wrong with a number, or with what is none. */
export function rangeProblem(range: NumberRange): string {
  const digits = range.digits === 0 ? '' : ', with one digit after the point at most';
  return `Enter a ${range.digits === 0 ? 'whole ' : ''}number ${rangeWords(range)}${digits}.`;
}

/** The number that a text has within a range, or what is wrong with it. */
export function numberIn(range: NumberRange, text: string): number | string {
  const value = (range.digits === 0 ? wholeNumber : typedNumber)(text);
  if (isInRange(range, value)) return value;
  const [, whole, fraction] = /^\s*(\d+),(\d+)\s*$/.exec(text) ?? [];
  return whole && Number.isNaN(value)
    ? `A fraction is written with a point, as in ${whole}.${fraction}.`
    : rangeProblem(range);
}
