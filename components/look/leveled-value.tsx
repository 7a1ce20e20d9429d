import { StatePill } from '@/components/ui/state-pill';
import { cn } from '@/lib/cn';
import type { LookPanel } from '@/lib/schemas/look/dashboard';
import { levelLooks, levelOf } from './levels';
import { unitLooks } from './units';

interface LeveledValueProps {
  panel: Pick<LookPanel, 'unit' | 'thresholds'>;
  value: number;
  className?: string;
}

/** A value by its unit and, where it is known what would be bad, how it is: in a word. */
export function LeveledValue({ panel: { unit, thresholds }, value, className }: LeveledValueProps) {
  const level = levelOf(value, thresholds);
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      <span className={cn('figure', className)}>{unitLooks[unit].format(value)}</span>
      {level && <StatePill {...levelLooks[level]} isBare />}
    </span>
  );
}
