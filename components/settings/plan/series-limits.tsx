'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormContext, useWatch } from 'react-hook-form';
import { AppLink } from '@/components/ui/app-link';
import { Callout } from '@/components/ui/callout';
import { TextField } from '@/components/ui/field';
import { PlainText } from '@/components/ui/plain-text';
import { formatCount, plural } from '@/lib/format';
import { jobWords, sourceJobs } from '@/lib/pipeline/components';
import { budgetQuery } from '@/lib/queries/budget';
import type { BudgetJob } from '@/lib/schemas/budget';
import type { ScrapeJob, Settings } from '@/lib/schemas/settings/settings';
import { wholeNumber } from '@/lib/typed-number';
import { limitedJobs, type PlanValues } from './plan-forms';

/** Which source gives way first: a limit for each, below the brake, which stops whoever comes last. */
export function SeriesLimits({ settings }: { settings: Settings }) {
  const { register, formState } = useFormContext<PlanValues>();
  const used = useQuery(budgetQuery()).data?.jobs ?? [];
  // What cannot be told is not taken for off.
  const isOn = (job: ScrapeJob) => settings.scrape[job]?.isOn !== false;
  const jobs = limitedJobs(settings).filter((job) => isOn(job) || settings.seriesLimits[job] !== null);
  const isTold = settings.destination.kind === 'local' || settings.proof.isOn;
  return (
    <>
      {jobs.length > 0 && (
        <fieldset className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4 shadow-card">
          <legend className="sr-only">Limits of the sources</legend>
          <div className="flex flex-col gap-1">
            <p>Which source gives way first?</p>
            <p className="text-quiet text-sm">
              A source at its own limit loses what is beyond it, and takes no room from the others. vmagent’s
              own series, which tell whether your data arrives, have no limit.
            </p>
          </div>
          <div className="grid gap-5 sm:grid-cols-2">
            {jobs.map((job) => (
              <TextField
                key={job}
                {...register(`limits.${job}`)}
                label={isOn(job) ? jobWords(job) : `${jobWords(job)}, switched off`}
                isOptional
                error={formState.errors.limits?.[job]?.message}
                consequence={<Consequence name={job} used={used.find((one) => one.job === job)} />}
                unit="series"
                inputMode="numeric"
                placeholder="no limit"
              />
            ))}
          </div>
          <Together jobs={jobs} used={used} ownJobs={settings.ownJobs.length} />
          <p className="text-quiet text-sm">
            vmagent counts the unique series of each target in 24 hours: containers that come and go count
            each time.
            {!isTold && (
              <>
                {' '}
                That a limit is reached is told on the overview only with a{' '}
                <AppLink href="/settings/proof" className="text-accent underline underline-offset-4">
                  token for reading
                </AppLink>
                .
              </>
            )}
          </p>
        </fieldset>
      )}
      {sourceJobs.map((job) => {
        const reason = settings.locked[`seriesLimits.${job}`];
        return (
          reason !== undefined && (
            <Callout key={job} tone="info" title={`The limit of ${jobWords(job)} cannot be changed here.`}>
              <PlainText text={reason} />
            </Callout>
          )
        );
      })}
    </>
  );
}

function Consequence({ name, used }: { name: string; used: BudgetJob | undefined }) {
  // Of a source that has just come to the files, the form does not have the field yet.
  const text = useWatch<PlanValues, `limits.${string}`>({ name: `limits.${name}` }) ?? '';
  if (!used || used.filtered === null) return null;
  const now = `It has about ${formatCount(used.filtered)} now`;
  const beyond = used.filtered - wholeNumber(text) * used.targets;
  return beyond > 0
    ? `${now}: data of ${plural(beyond, 'series', 'series')} would be lost at once.`
    : `${now}.`;
}

interface TogetherProps {
  jobs: readonly string[];
  used: readonly BudgetJob[];
  /** Jobs of the owner’s, which have no limit here. */
  ownJobs: number;
}

/** What the limits come to, beside the brake. */
function Together({ jobs, used, ownJobs }: TogetherProps) {
  const [limits, hasBrake, text] = useWatch<PlanValues, ['limits', 'hasBrake', 'maxSeries']>({
    name: ['limits', 'hasBrake', 'maxSeries'],
  });
  const brake = wholeNumber(text);
  const typed = jobs.map((job) => ({ job, text: (limits[job] ?? '').trim() }));
  const isSet = typed.filter((one) => one.text !== '');
  const each = isSet.map((one) => {
    const targets = used.find(({ job }) => job === one.job)?.targets ?? 1;
    return wholeNumber(one.text) * targets;
  });
  if (!hasBrake || Number.isNaN(brake) || isSet.length === 0 || each.some(Number.isNaN)) return null;
  const sum = each.reduce((all, one) => all + one, 0);
  const together = `Together they may have ${formatCount(sum)} of the brake’s ${formatCount(brake)} series`;
  if (sum >= brake) return <p className="text-sm">{together}: whoever comes last loses.</p>;
  if (isSet.length < jobs.length || ownJobs > 0)
    return (
      <p className="text-sm">What has no limit can still fill the brake’s {formatCount(brake)} alone.</p>
    );
  return (
    <p className="text-sm">
      {together}: {formatCount(brake - sum)} are left for vmagent’s own.
    </p>
  );
}
