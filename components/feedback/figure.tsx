import type { ReactNode } from 'react';

/** A number of a row or a card, below its name. */
export function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className="min-w-0">
      <span className="block text-quiet text-xs">{name}</span>
      <span className="figure block text-sm">{children}</span>
    </span>
  );
}
