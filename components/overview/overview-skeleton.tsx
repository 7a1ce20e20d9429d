import { Skeleton } from '@/components/ui/skeleton';

export function OverviewSkeleton() {
  return (
    <div className="flex flex-col gap-8">
      <Skeleton className="h-64 md:h-44" />
      <Skeleton className="h-160 lg:h-96" />
      <Skeleton className="h-24" />
      <Skeleton className="h-80" />
    </div>
  );
}
