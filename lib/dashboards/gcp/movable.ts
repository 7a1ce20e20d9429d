/** What a panel marks and a rule fires at, and the owner may move. */
import type { Movable } from '../terms/movable';

export const runErrors: Movable = { name: 'run-errors', value: 5, least: 0.1, most: 99, unit: 'share' };

export const subscriptionOld: Movable = {
  name: 'subscription-old',
  value: 15,
  least: 1,
  most: 1440,
  unit: 'minutes',
};

export const backlog: Movable = {
  name: 'subscription-backlog',
  value: 1000,
  least: 10,
  most: 1_000_000,
  unit: 'count',
};

export const functionErrors: Movable = {
  name: 'function-errors',
  value: 5,
  least: 0.1,
  most: 99,
  unit: 'share',
};
