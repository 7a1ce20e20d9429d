'use client';

import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { cn } from '@/lib/cn';

interface DetailsProps {
  summary: ReactNode;
  /** As a function, it is made when it is first opened: what takes long to draw is not drawn for those who do not ask. */
  children: ReactNode | (() => ReactNode);
  className?: string;
  isOpen?: boolean;
}

/** More, behind a line that says what it is. */
export function Details({ summary, children, className, isOpen }: DetailsProps) {
  const [wasOpened, setWasOpened] = useState(isOpen === true);
  return (
    <details
      open={isOpen}
      onToggle={({ currentTarget }) => currentTarget.open && setWasOpened(true)}
      className={cn('group', className)}
    >
      <summary className="touch flex items-center gap-2 rounded-md text-accent text-sm">
        <ChevronRight
          aria-hidden="true"
          className="size-4 shrink-0 transition-transform duration-150 group-open:rotate-90"
        />
        <span className="min-w-0 flex-1">{summary}</span>
      </summary>
      {typeof children === 'function' ? wasOpened && children() : children}
    </details>
  );
}
