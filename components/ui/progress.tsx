import { cn } from '@/lib/cn';

interface ProgressProps {
  label: string;
  value: number;
  max: number;
  className?: string;
}

/** A bar for something whose end is known. */
export function Progress({ label, value, max, className }: ProgressProps) {
  return (
    <progress
      aria-label={label}
      value={Math.min(value, max)}
      max={max}
      className={cn('block h-1.5 w-full rounded-full', className)}
    />
  );
}
