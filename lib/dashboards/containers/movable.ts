/** What a panel marks and a rule fires at, and the owner may move. */
import type { Movable } from '../terms/movable';

export const memoryNearLimit: Movable = {
  name: 'container-memory',
  value: 90,
  least: 10,
  most: 99,
  unit: 'share',
};
