import type { ReactNode } from 'react';

/** Charts side by side where there is room; the last of an odd number is as wide as two. */
export function CardGrid({ children }: { children: ReactNode }) {
  return (
    <div className="grid gap-4 lg:grid-cols-2 lg:[&>*:last-child:nth-child(odd)]:col-span-2">{children}</div>
  );
}
