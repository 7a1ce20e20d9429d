import { AppLink } from '@/components/ui/app-link';
import { scrapeJobs } from '@/lib/pipeline/components';
import type { TargetSample } from '@/lib/schemas/snapshot';

/** A target's job; one of Weir's own leads to what it says now. */
export function TargetName({ target: { job } }: { target: TargetSample }) {
  if (!(scrapeJobs as readonly string[]).includes(job)) return <span className="font-strong">{job}</span>;
  return (
    <AppLink
      href={`/sources/targets/${job}`}
      title={`What ${job} says now`}
      className="font-strong text-accent underline-offset-4 hover:underline"
    >
      {job}
    </AppLink>
  );
}
