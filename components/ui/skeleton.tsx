import { cn } from '@/lib/cn';

/** Takes the place of what is loading, in its size. Appears only after 200 ms: most things are there sooner. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden="true" className={cn('block animate-late', className)}>
      <span className="block size-full animate-pulse-soft rounded-md bg-line" />
    </span>
  );
}
