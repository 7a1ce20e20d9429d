'use client';

import { useFormContext } from 'react-hook-form';
import { Choice } from '@/components/ui/choice';
import { plural } from '@/lib/format';
import { jobWords } from '@/lib/pipeline/components';
import type { ScrapeJob } from '@/lib/schemas/settings/settings';
import type { FilterValues } from './filter-forms';
import { FilterRules } from './filter-rules';

interface JobFilterProps {
  job: ScrapeJob;
  /** Rules in the file that a form cannot show. */
  handWritten: number;
}

/** One source: slim or full, and rules of the owner's own. */
export function JobFilter({ job, handWritten }: JobFilterProps) {
  const { register, formState } = useFormContext<FilterValues>();
  const error = formState.errors[job]?.mode?.message;
  return (
    <>
      <fieldset className="grid gap-3 sm:grid-cols-2">
        <legend className="mb-1.5 font-strong text-sm">How much of {jobWords(job)}?</legend>
        <Choice
          {...register(`${job}.mode`)}
          value="slim"
          label="Slim"
          description="The metrics that answer most questions, chosen by Weir."
        />
        <Choice
          {...register(`${job}.mode`)}
          value="full"
          label="Full"
          description="Everything that the source offers."
        />
        {error && <p className="text-losing text-sm sm:col-span-2">{error}</p>}
      </fieldset>
      <FilterRules job={job} />
      {handWritten > 0 && (
        <p className="text-quiet text-sm">
          {plural(handWritten, 'rule')} of this source {handWritten === 1 ? 'was' : 'were'} written by hand in
          a form that cannot be shown here. {handWritten === 1 ? 'It stays' : 'They stay'} as in the file.
        </p>
      )}
    </>
  );
}
