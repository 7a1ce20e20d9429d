'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormContext, useWatch } from 'react-hook-form';
import { Callout } from '@/components/ui/callout';
import { TextField } from '@/components/ui/field';
import { PlainText } from '@/components/ui/plain-text';
import { formatCount, plural } from '@/lib/format';
import { jobWords } from '@/lib/pipeline/components';
import { budgetQuery } from '@/lib/queries/budget';
import type { BudgetJob } from '@/lib/schemas/budget';
import type { Settings } from '@/lib/schemas/settings/settings';
import { limitedJobs, type PlanValues, wholeNumber } from './plan-forms';

/** Which source gives way first: a limit for each, below the brake, which stops whoever comes last. */
export function SeriesLimits({ settings }: { settings: Settings }) {
  const { register, formState } = useFormContext<PlanValues>();
  const jobs = limitedJobs(settings).filter((job) => settings.scrape[job]?.isOn);
  const used = useQuery(budgetQuery()).data?.jobs ?? [];
  const locked = settings.locked.seriesLimits;
  if (locked !== undefined) {
    return (
      <Callout tone="info" title="The limits of the sources cannot be changed here.">
        <PlainText text={locked} />
      </Callout>
    );
  }
  if (jobs.length === 0) return null;
  return (
    <fieldset className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4 shadow-card">
      <legend className="sr-only">Limits of the sources</legend>
      <div className="flex flex-col gap-1">
        <p>Which source gives way first?</p>
        <p className="text-quiet text-sm">
          A source at its own limit loses what is new in it, and takes no room from the others. vmagent’s own
          series, which tell whether your data arrives, have no limit.
        </p>
      </div>
      <div className="grid gap-5 sm:grid-cols-2">
        {jobs.map((job) => (
          <TextField
            key={job}
            {...register(`limits.${job}`)}
            label={jobWords(job)}
            isOptional
            error={formState.errors.limits?.[job]?.message}
            consequence={<Consequence name={job} used={used.find((one) => one.job === job)} />}
            unit="series"
            inputMode="numeric"
            placeholder="no limit"
          />
        ))}
      </div>
      <Together jobs={jobs} />
      <p className="text-quiet text-sm">
        vmagent counts the unique series of 24 hours: containers that come and go count each time.
      </p>
    </fieldset>
  );
}

function Consequence({ name, used }: { name: string; used: BudgetJob | undefined }) {
  const text = useWatch<PlanValues, `limits.${string}`>({ name: `limits.${name}` });
  const kept = used?.kept ?? null;
  if (kept === null) return null;
  const now = `It has about ${formatCount(kept)} now`;
  const limit = wholeNumber(text);
  if (Number.isNaN(limit)) return `${now}.`;
  return limit < kept
    ? `${now}: data of ${plural(kept - limit, 'series', 'series')} would be lost at once.`
    : `${now}.`;
}

/** What the limits come to, beside the brake. */
function Together({ jobs }: { jobs: readonly string[] }) {
  const [limits, hasBrake, text] = useWatch<PlanValues, ['limits', 'hasBrake', 'maxSeries']>({
    name: ['limits', 'hasBrake', 'maxSeries'],
  });
  const each = jobs.map((job) => wholeNumber(limits[job] ?? ''));
  const brake = wholeNumber(text);
  if (!hasBrake || Number.isNaN(brake) || each.every(Number.isNaN)) return null;
  if (each.some(Number.isNaN)) {
    return (
      <p className="text-sm">
        A source without a limit can still fill the brake’s {formatCount(brake)} alone.
      </p>
    );
  }
  const sum = each.reduce((all, one) => all + one, 0);
  return (
    <p className="text-sm">
      {sum < brake
        ? `Together they have at most ${formatCount(sum)} of the brake’s ${formatCount(brake)}: ${formatCount(brake - sum)} are left for vmagent’s own.`
        : `Together they may have ${formatCount(sum)}, and the brake stops at ${formatCount(brake)}: whoever comes last loses.`}
    </p>
  );
}
