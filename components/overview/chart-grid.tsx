import type { ReactNode } from 'react';
import { Skeleton } from '@/components/ui/skeleton';

export function ChartGrid({ children }: { children: ReactNode }) {
  return <div className="grid items-start gap-4 sm:grid-cols-2 xl:grid-cols-4">{children}</div>;
}

export function ChartSkeleton() {
  return <Skeleton className="h-48" />;
}
