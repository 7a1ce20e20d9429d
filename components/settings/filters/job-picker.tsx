import { cn } from '@/lib/cn';
import { jobWords } from '@/lib/pipeline/components';
import type { ScrapeJob } from '@/lib/schemas/settings/settings';

interface JobPickerProps {
  jobs: readonly ScrapeJob[];
  current: ScrapeJob;
  isOn: (job: ScrapeJob) => boolean;
  isChanged: (job: ScrapeJob) => boolean;
  hasError: (job: ScrapeJob) => boolean;
  onPick: (job: ScrapeJob) => void;
}

/** Which source's filter is shown; the others keep what was entered. */
export function JobPicker({ jobs, current, isOn, isChanged, hasError, onPick }: JobPickerProps) {
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="mb-1.5 font-strong text-sm">Source</legend>
      {jobs.map((job) => (
        <button
          key={job}
          type="button"
          aria-pressed={job === current}
          onClick={() => onPick(job)}
          className={cn(
            'touch flex flex-col items-start rounded-md border px-3 py-1.5 text-left text-sm',
            job === current
              ? 'border-accent bg-accent-soft font-strong text-accent'
              : 'border-line-strong bg-surface hover:bg-sunken',
          )}
        >
          {jobWords(job)}
          <span className="font-normal text-quiet text-xs">{note(job)}</span>
        </button>
      ))}
    </fieldset>
  );

  function note(job: ScrapeJob): string {
    if (hasError(job)) return 'something to correct';
    if (isChanged(job)) return 'changed';
    return isOn(job) ? 'on' : 'switched off';
  }
}
