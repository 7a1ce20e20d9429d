'use client';

import { cn } from '@/lib/cn';
import { dashOf, lineToken } from './ink';

interface ChartLegendProps {
  lines: readonly { name: string; value: string; index: number }[];
  hidden: ReadonlySet<number>;
  onChange(hidden: ReadonlySet<number>): void;
}

/** Name, look and value of each line; a press hides it or brings it back. */
export function ChartLegend({ lines, hidden, onChange }: ChartLegendProps) {
  function toggle(index: number): void {
    const next = new Set(hidden);
    if (!next.delete(index)) next.add(index);
    onChange(next);
  }
  return (
    <ul className="flex flex-wrap gap-x-2">
      {lines.map(({ name, value, index }) => (
        <li key={index} className="min-w-0">
          <button
            type="button"
            aria-pressed={!hidden.has(index)}
            onClick={() => toggle(index)}
            className={cn(
              'touch flex max-w-full items-center gap-2 rounded-md px-2 text-left text-xs hover:bg-sunken',
              hidden.has(index) && 'text-quiet line-through',
            )}
          >
            <svg aria-hidden="true" viewBox="0 0 24 4" className="h-1 w-6 shrink-0">
              <path
                d="M0,2H24"
                strokeWidth="3"
                strokeDasharray={dashOf(index).join(' ')}
                style={{
                  stroke: hidden.has(index) ? 'var(--color-line-strong)' : `var(${lineToken(index)})`,
                }}
              />
            </svg>
            <span className="min-w-0 break-words">{name}</span>
            <span className="figure text-quiet">{value}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
