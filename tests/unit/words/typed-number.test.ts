import { expect, test } from 'vitest';
import { numberIn, typedNumber, wholeNumber } from '@/lib/typed-number';

const { NaN: none } = Number;

test.each([
  ['15000', 15_000],
  [' 15,000', 15_000],
  ['15 000', 15_000],
  ['1_000_000', 1_000_000],
  ['0.5', 0.5],
  ['1,234.5', 1234.5],
  ['9'.repeat(30), Number.MAX_SAFE_INTEGER],
])('%j is %d', (text, value) => expect(typedNumber(text)).toBe(value));

test.each(['', '5,5', '0,125', '1,2345', '15,00', '1e4', '0x50', '-5', '+5', '.5', '5.', 'warm', 'Infinity'])(
  '%j is none',
  (text) => expect(typedNumber(text)).toBeNaN(),
);

test('a point in a whole number may be meant as thousands', () =>
  expect(['15.000', '80.0', '80'].map(wholeNumber)).toEqual([none, none, 80]));

const share = { least: 0.1, most: 99, digits: 1, sign: '%' };
const count = { least: 10, most: 1_000_000, digits: 0, sign: '' };
const SHARE = 'Enter a number from 0.1 to 99 %, with one digit after the point at most.';
test.each([
  [share, '0.1', 0.1],
  [share, '0.15', SHARE],
  [share, '100', SHARE],
  [share, '5,5', 'A fraction is written with a point, as in 5.5.'],
  [count, '2,000', 2000],
  [count, '1.5', 'Enter a whole number from 10 to 1,000,000.'],
  [count, '', 'Enter a whole number from 10 to 1,000,000.'],
])('of %j %j is %j', (range, text, expected) => expect(numberIn(range, text)).toBe(expected));
