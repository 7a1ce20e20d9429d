import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/lib/cn';

interface DetailsProps {
  summary: ReactNode;
  children: ReactNode;
  className?: string;
  isOpen?: boolean;
}

/** More, behind a line that says what it is. */
export function Details({ summary, children, className, isOpen }: DetailsProps) {
  return (
    <details open={isOpen} className={cn('group', className)}>
      <summary className="touch flex items-center gap-2 rounded-md text-accent text-sm">
        <ChevronRight
          aria-hidden="true"
          className="size-4 shrink-0 transition-transform duration-150 group-open:rotate-90"
        />
        <span className="min-w-0 flex-1">{summary}</span>
      </summary>
      {children}
    </details>
  );
}
