import { every } from '../terms/promql';
import type { AlertRule } from '../terms/shape';
import { memoryOfLimit, restarts } from './expressions';
import { memoryNearLimit } from './movable';

const ONE = '{{ $labels.name }} on {{ $labels.cluster }}';

export const containerRules: readonly AlertRule[] = [
  {
    name: 'WeirContainerMemoryNearLimit',
    title: 'A container is near its memory limit',
    severity: 'warning',
    watched: memoryOfLimit(every),
    is: '>',
    limit: memoryNearLimit,
    forMinutes: 15,
    summary: (limit) => `${ONE} uses more than ${limit} of its memory limit.`,
    description: 'At the limit Linux ends it. See in its log what it does, or raise the limit.',
    finding: 'service-out-of-memory',
  },
  {
    name: 'WeirContainerRestarts',
    title: 'A container restarts again and again',
    severity: 'warning',
    watched: restarts(every),
    is: '>',
    limit: 3,
    forMinutes: 0,
    summary: `${ONE} restarts again and again.`,
    description: 'Its log says what ends it.',
    finding: 'service-restart-loop',
  },
];
