import type { OwnJob } from '@/lib/schemas/settings/settings';

/** Jobs that the owner wrote: shown, so that nobody misses one, and changed where they stand. */
export function OwnJobs({ jobs }: { jobs: OwnJob[] }) {
  if (jobs.length === 0) return null;
  return (
    <section aria-labelledby="own-jobs" className="flex flex-col gap-2">
      <h2 id="own-jobs" className="font-strong">
        Your own jobs
      </h2>
      <p className="text-quiet text-sm">
        vmagent scrapes these too. The forms leave them alone: change them in their file.
      </p>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface shadow-card">
        {jobs.map(({ job, file, targets, hasMore }) => (
          <li key={`${file} ${job}`} className="flex flex-col gap-1 px-4 py-3">
            <span className="break-words font-strong">{job}</span>
            <span className="break-words text-quiet text-sm">{file}</span>
            <span className="break-words text-sm">
              {targets.length === 0 ? 'Its targets are not in this file.' : targets.join(', ')}
              {hasMore && ' and more'}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
