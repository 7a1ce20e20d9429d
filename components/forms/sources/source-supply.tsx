'use client';

import { Check, CircleAlert, CircleHelp, Download, Hammer, type LucideIcon } from 'lucide-react';
import { cn } from '@/lib/cn';
import type { ImageSupply } from '@/lib/schemas/images';

const looks: Record<ImageSupply['state'], { icon: LucideIcon; className: string }> = {
  here: { icon: Check, className: 'text-quiet' },
  download: { icon: Download, className: 'text-quiet' },
  build: { icon: Hammer, className: 'text-quiet' },
  none: { icon: CircleAlert, className: 'text-ink' },
  unknown: { icon: CircleHelp, className: 'text-quiet' },
};

interface SourceSupplyProps {
  /** Null while it is being looked for. */
  supply: ImageSupply | null;
}

/** What switching a source on fetches, or why it is not available here. */
export function SourceSupply({ supply }: SourceSupplyProps) {
  if (supply === null) {
    return <p className="pb-2 text-quiet text-sm">Looking what it needs…</p>;
  }
  const { icon: Icon, className } = looks[supply.state];
  return (
    <p className={cn('flex items-start gap-2 pb-2 text-sm', className)}>
      <Icon
        aria-hidden="true"
        className={cn('mt-0.5 size-4 shrink-0', supply.state === 'none' && 'text-waiting')}
      />
      <span className="min-w-0 break-words">{supply.words}</span>
    </p>
  );
}
