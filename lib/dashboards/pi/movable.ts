/** What a panel marks and a rule fires at, and the owner may move. */
import type { Movable } from '../terms/movable';

export const hot: Movable = { name: 'pi-hot', value: 80, least: 40, most: 100, unit: 'celsius' };

export const diskLow: Movable = { name: 'disk-low', value: 10, least: 1, most: 50, unit: 'share' };

export const memoryLow: Movable = { name: 'memory-low', value: 5, least: 1, most: 50, unit: 'share' };
