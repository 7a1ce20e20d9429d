/** What a panel marks and a rule fires at, and the owner may move. */
import type { Movable } from '../terms/movable';

export const bufferFilled: Movable = { name: 'buffer-filled', value: 50, least: 10, most: 95, unit: 'share' };

export const bufferFullSoon: Movable = {
  name: 'buffer-full-soon',
  value: 4,
  least: 1,
  most: 48,
  unit: 'hours',
};

export const brakeNear: Movable = { name: 'brake-near', value: 90, least: 50, most: 99, unit: 'share' };
