/** What a panel marks and a rule fires at, and the owner may move. */
import type { Movable } from '../terms/movable';

export const lambdaErrors: Movable = { name: 'lambda-errors', value: 5, least: 0.1, most: 99, unit: 'share' };

export const queueOld: Movable = { name: 'queue-old', value: 15, least: 1, most: 1440, unit: 'minutes' };

export const ecsProcessorFull: Movable = {
  name: 'ecs-processor',
  value: 90,
  least: 10,
  most: 99,
  unit: 'percent',
};

export const ecsMemoryFull: Movable = { name: 'ecs-memory', value: 90, least: 10, most: 99, unit: 'percent' };

export const apiErrors: Movable = { name: 'api-errors', value: 5, least: 0.1, most: 99, unit: 'share' };
