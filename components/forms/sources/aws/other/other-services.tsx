'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useController, useFormContext } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { FieldError } from '@/components/ui/field';
import { formatDuration } from '@/lib/duration';
import { plural } from '@/lib/format';
import { jobWords, seriesOfJob, serviceOfJob } from '@/lib/pipeline/sources/aws/job';
import { type AwsServiceId, awsCardIds, awsServiceIds } from '@/lib/pipeline/sources/aws/service-ids';
import type { SourcesInput } from '@/lib/schemas/wizard';
import type { SavedSources } from '../../../source-part';
import { type AwsValues, type JobFields, jobsOf, recommendedFields } from '../job/job-fields';
import { JobFold } from '../job/job-fold';
import { useJobs } from '../job/use-jobs';
import { NamespacePicker } from './namespace-picker';

interface OtherServicesProps {
  saved: SavedSources;
  /** What AWS is asked with; null: it is not complete yet. */
  input: SourcesInput | null;
}

const isCard = (id: AwsServiceId) => awsCardIds.some((card) => card === id);

/** What is measured beside the services that have a card, and the way to more of it. */
export function OtherServices({ saved, input }: OtherServicesProps) {
  const { control } = useFormContext<{ aws: AwsValues }>();
  const services = useController({ control, name: 'aws.services' }).field;
  const { jobs, setJobs, error, foldOf } = useJobs(saved);
  const [isAdding, setAdding] = useState(false);
  const others = services.value.filter((id) => !isCard(id));
  const shown = [
    ...others.flatMap((id) => jobsOf(jobs, id)),
    ...jobs.filter((job) => serviceOfJob(job) === null),
  ];

  function remove(job: JobFields) {
    const service = serviceOfJob(job);
    if (service === null) setJobs(jobs.filter((one) => one !== job));
    else services.onChange(services.value.filter((id) => id !== service));
  }

  function add(job: JobFields) {
    const service = serviceOfJob(job);
    setAdding(false);
    if (service !== null)
      services.onChange(awsServiceIds.filter((id) => id === service || services.value.includes(id)));
    const isAsRecommended =
      service !== null && JSON.stringify(recommendedFields(service)) === JSON.stringify(job);
    if (!isAsRecommended)
      setJobs([...jobs.filter((one) => service === null || serviceOfJob(one) !== service), job]);
  }

  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1.5 font-strong text-sm">Other services</legend>
      {shown.length > 0 && (
        <ul className="flex flex-col gap-2">
          {shown.map((job, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: jobs may be alike
            <li key={i} className="rounded-lg border border-line px-3 py-2">
              <div className="flex flex-wrap items-center justify-between gap-x-3">
                <span className="min-w-0">
                  <span className="wrap-anywhere block font-strong">{jobWords(job)}</span>
                  <span className="block text-quiet text-sm tabular-nums">
                    {plural(job.metrics.length, 'metric')}, {plural(seriesOfJob(job), 'statistic')} a
                    resource, every {formatDuration(Number(job.period) || 0)}
                  </span>
                </span>
                <Button variant="quiet" onClick={() => remove(job)} aria-label={`Remove ${jobWords(job)}`}>
                  Remove
                </Button>
              </div>
              <JobFold words="Change what is measured" {...foldOf(job)} />
            </li>
          ))}
        </ul>
      )}
      {error && <FieldError>{error}</FieldError>}
      {isAdding ? (
        <NamespacePicker
          input={input}
          has={(job) => shown.some((one) => jobWords(one) === jobWords(job)) || isOn(services.value, job)}
          onAdd={add}
          onClose={() => setAdding(false)}
        />
      ) : (
        <div>
          <Button icon={Plus} onClick={() => setAdding(true)}>
            Another service
          </Button>
        </div>
      )}
    </fieldset>
  );
}

function isOn(services: readonly AwsServiceId[], job: { namespace: string; dimensions: string[] }) {
  const service = serviceOfJob(job);
  return service !== null && services.includes(service);
}
