import { every } from '../terms/promql';
import type { AlertRule } from '../terms/shape';
import { memoryOfLimit, restarts } from './expressions';

const ONE = '{{ $labels.name }} on {{ $labels.cluster }}';

export const containerRules: readonly AlertRule[] = [
  {
    name: 'WeirContainerMemoryNearLimit',
    severity: 'warning',
    watched: memoryOfLimit(every),
    is: '>',
    limit: 0.9,
    forMinutes: 15,
    summary: `${ONE} uses more than nine tenths of its memory limit.`,
    description: 'At the limit Linux ends it. See in its log what it does, or raise the limit.',
    finding: 'service-out-of-memory',
  },
  {
    name: 'WeirContainerRestarts',
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
