import type { ReactNode } from 'react';

/** Small cards: two beside each other on a phone, four on a desk. */
export function StatGrid({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">{children}</div>;
}
