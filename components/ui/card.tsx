import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from '@/lib/cn';

export function Card({ className, ...rest }: ComponentProps<'div'>) {
  return <div {...rest} className={cn('rounded-lg border border-line bg-surface shadow-card', className)} />;
}

interface SectionProps {
  /** What a link to this part of the page calls it. */
  anchor?: string;
  /** The question that the section answers, as its heading. */
  title: string;
  /** Stands at the end of the heading's line: a link, a count. */
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** Part of a page with its heading; a landmark that a screen reader can jump to. */
export function Section({ anchor, title, aside, className, children }: SectionProps) {
  const id = useId();
  return (
    <section id={anchor} aria-labelledby={id} className={cn('flex scroll-mt-20 flex-col gap-3', className)}>
      <div className="flex min-h-8 items-center justify-between gap-3">
        <h2 id={id} className="font-strong text-lg">
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
