import { PartBar } from '@/components/ui/part-bar';
import { formatDuration } from '@/lib/duration';
import { formatCount, formatShare, plural } from '@/lib/format';
import { jobWords } from '@/lib/pipeline/components';
import type { BudgetJob } from '@/lib/schemas/budget';
import { scrapeJobSchema } from '@/lib/schemas/settings/sections';

/** Who uses how much, most first. */
export function JobList({ jobs }: { jobs: readonly BudgetJob[] }) {
  const most = Math.max(1, ...jobs.map(({ kept }) => kept ?? 0));
  return (
    <ol className="divide-y divide-line rounded-lg border border-line bg-surface shadow-card">
      {jobs.map((job) => (
        <li key={job.job} className="flex flex-col gap-1.5 px-4 py-3">
          <p className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span className="min-w-0 break-words font-strong">{nameOf(job.job)}</span>
            <span className="figure">{seriesOf(job)}</span>
          </p>
          {job.kept !== null && <PartBar part={job.kept} whole={most} />}
          <p className="text-quiet text-sm">{detailsOf(job)}</p>
        </li>
      ))}
    </ol>
  );
}

function nameOf(job: string): string {
  const known = scrapeJobSchema.safeParse(job);
  return known.success ? jobWords(known.data) : job;
}

function seriesOf({ kept, isEstimate, share }: BudgetJob): string {
  if (kept === null) return 'not known yet';
  const part = share === null ? '' : ` (${formatShare(share, 1)})`;
  return `${isEstimate ? 'about ' : ''}${plural(kept, 'series', 'series')}${part}`;
}

function detailsOf(job: BudgetJob): string {
  const { offered, pointsPerMinute, intervalSeconds, isEstimate } = job;
  const source =
    offered === null ? 'Nothing is offered right now' : `Of ${formatCount(offered)} series offered`;
  const pace = intervalSeconds === null ? '' : `, read every ${formatDuration(intervalSeconds)}`;
  const points = pointsPerMinute === null ? '' : `: ${formatCount(pointsPerMinute)} data points a minute`;
  const how = isEstimate
    ? ' Estimated from what the others leave: counting it here would cost a collection.'
    : '';
  return `${source}${pace}${points}.${how}${limitWords(job)}`;
}

function limitWords({ limit, targets, filtered }: BudgetJob): string {
  if (limit === null) return '';
  const beyond = (filtered ?? 0) - limit * targets;
  const each = targets > 1 ? ' from each of its targets' : '';
  const now =
    beyond > 0 ? `: ${plural(beyond, 'series', 'series')} ${beyond === 1 ? 'is' : 'are'} left out now` : '';
  return ` Its limit is ${plural(limit, 'series', 'series')}${each} in 24 hours${now}.`;
}
