import { expect, test } from 'vitest';
import { missingParts } from '@/lib/verdict/terms/parts';
import { part } from '../../support/fixtures/snapshot-parts.ts';

const SHOP = 'account 210987654321';
const refused = `AWS knows the role weir of ${SHOP}, but it lacks a permission.`;
const titles = (message: string, names: string[]) =>
  missingParts(names.map((name) => part(name, name, { state: 'blind', kind: 'permission', message }))).map(
    ({ title }) => title,
  );

test.each([
  [
    'one place once, and the account not again',
    [`Lambda in eu-west-1 of ${SHOP}`, `SQS in eu-west-1 of ${SHOP}`],
    `Data of Lambda and SQS in eu-west-1 of ${SHOP} is missing. AWS knows the role weir, but it lacks a permission.`,
  ],
  [
    'the account of several regions once',
    [`Lambda in eu-west-1 of ${SHOP}`, `SQS in us-east-1 of ${SHOP}`],
    `In ${SHOP}, data of Lambda in eu-west-1 and SQS in us-east-1 is missing. AWS knows the role weir, but it lacks a permission.`,
  ],
  [
    'a single part',
    [`Lambda in eu-west-1 of ${SHOP}`],
    `Data of Lambda in eu-west-1 of ${SHOP} is missing. AWS knows the role weir, but it lacks a permission.`,
  ],
  [
    'several accounts, each by its name',
    [`Lambda in eu-west-1 of ${SHOP}`, 'Lambda in eu-west-1'],
    `Data of Lambda in eu-west-1 of ${SHOP} and Lambda in eu-west-1 is missing. ${refused}`,
  ],
  [
    'many, the first of them',
    ['A', 'B', 'C', 'D', 'E', 'F'].map((name) => `${name} in eu-west-1`),
    `Data of A, B, C, D and 2 more in eu-west-1 is missing. ${refused}`,
  ],
  ['what is in no place', ['some metrics'], `Data of some metrics is missing. ${refused}`],
])('what is missing is told in a sentence: %s', (_, names, title) => {
  expect(titles(refused, names)).toEqual([title]);
});
