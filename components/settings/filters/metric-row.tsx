import { Check, Minus } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { cn } from '@/lib/cn';
import { formatCount, plural } from '@/lib/format';
import type { FilterPreview } from '@/lib/schemas/settings/settings';

interface MetricRowProps {
  metric: FilterPreview['metrics'][number];
  /** A rule of the form leaves out exactly this metric. */
  isOwnRule: boolean;
  onLeaveOut: () => void;
  onTakeBack: () => void;
}

/** A metric, how many series it has, and whether they are kept. */
export function MetricRow({ metric, isOwnRule, onLeaveOut, onTakeBack }: MetricRowProps) {
  const { name, series, kept } = metric;
  const isKept = kept > 0;
  const Icon = isKept ? Check : Minus;
  return (
    <li className="flex items-center gap-3 py-1 pr-1 pl-3">
      <Icon aria-hidden="true" className={cn('size-4 shrink-0', isKept ? 'text-arriving' : 'text-quiet')} />
      <span className="flex min-w-0 flex-1 flex-col py-1">
        <span className={cn('break-all font-mono text-xs', !isKept && 'text-quiet')}>{name}</span>
        <span className="text-quiet text-xs">
          {plural(series, 'series', 'series')}
          {', '}
          {kept === series ? 'kept' : isKept ? `${formatCount(kept)} kept` : 'left out'}
        </span>
      </span>
      {isOwnRule ? (
        <Button
          variant="quiet"
          onClick={onTakeBack}
          aria-label={`Take back ${name}`}
          className="px-2 text-xs"
        >
          Take back
        </Button>
      ) : (
        isKept && (
          <Button
            variant="quiet"
            onClick={onLeaveOut}
            aria-label={`Leave out ${name}`}
            className="px-2 text-xs"
          >
            Leave out
          </Button>
        )
      )}
    </li>
  );
}
