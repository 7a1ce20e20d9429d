import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';

/** What is known of a thing, each with its name: two to a line, four on a desk. */
export function Facts({ children }: { children: ReactNode }) {
  return (
    <Card>
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg bg-line md:grid-cols-4">
        {children}
      </dl>
    </Card>
  );
}

interface FactProps {
  name: string;
  /** Has a line of its own, as text rather than a figure. */
  isWide?: boolean;
  children: ReactNode;
}

export function Fact({ name, isWide, children }: FactProps) {
  return (
    <div className={isWide ? 'col-span-full bg-surface px-4 py-3' : 'bg-surface px-4 py-3'}>
      <dt className="text-quiet text-xs">{name}</dt>
      <dd className={isWide ? 'font-strong' : 'figure font-strong text-lg'}>{children}</dd>
    </div>
  );
}
