'use client';

import { useController, useFormContext } from 'react-hook-form';
import { Details } from '@/components/ui/details';
import { Later } from '@/components/ui/later';
import { formatDuration } from '@/lib/duration';
import { inEnglish } from '@/lib/english';
import { plural } from '@/lib/format';
import { seriesOfJob } from '@/lib/pipeline/sources/aws/job';
import { type AwsServiceId, awsCardIds, awsServiceIds } from '@/lib/pipeline/sources/aws/service-ids';
import { awsService, awsServiceWords } from '@/lib/pipeline/sources/aws/services';
import { LockedList } from '../../locked-list';
import { ServiceCards } from '../../service-cards';
import type { SavedSources } from '../../source-part';
import { askableAws } from './form';
import { type AwsValues, type JobFields, jobsOf } from './job/job-fields';
import { JobFold } from './job/job-fold';
import { useJobs } from './job/use-jobs';
import { lostPlacesWords, otherJobsOf, otherJobsWords } from './other-jobs';

const loadOthers = () => import('./other/other-services').then(({ OtherServices }) => OtherServices);

const amountOf = (jobs: readonly JobFields[]) => {
  const metrics = jobs.reduce((sum, job) => sum + job.metrics.length, 0);
  const series = jobs.reduce((sum, job) => sum + seriesOfJob(job), 0);
  const periods = [...new Set(jobs.map(({ period }) => Number(period)))].filter((seconds) => seconds > 0);
  const every = periods.length === 1 ? `, every ${formatDuration(periods[0] ?? 0)}` : '';
  return `${plural(metrics, 'metric')}, ${plural(series, 'statistic')} a resource${every}`;
};

const isCard = (id: AwsServiceId) => awsCardIds.some((card) => card === id);

/** What is asked of AWS: services as cards, and behind each what is measured of it. */
export function ServicesField({ saved, locked }: { saved: SavedSources; locked: string | undefined }) {
  const { control, watch } = useFormContext<{ aws: AwsValues }>();
  const { field, fieldState } = useController({ control, name: 'aws.services' });
  const { jobs, foldOf } = useJobs(saved);
  const { otherJobs = [], moreJobs = 0 } = saved?.aws ?? {};
  const others = otherJobsOf(saved);
  const lost = lostPlacesWords(saved, watch('aws'));
  if (locked !== undefined)
    return (
      <LockedList
        legend="AWS services"
        noun="services"
        items={field.value.map((id) => awsServiceWords(awsService(id)))}
        reason={locked}
        about={otherJobsWords(others)}
      />
    );
  const cards = awsCardIds.map(awsService).map((service) => ({
    id: service.id,
    name: awsServiceWords(service),
    about: service.about,
    amount: amountOf(jobsOf(jobs, service.id)),
  }));
  const folds = (id: AwsServiceId) =>
    jobsOf(jobs, id).map((job, i, all) => (
      <JobFold
        // biome-ignore lint/suspicious/noArrayIndexKey: jobs of one service are told apart by their place
        key={i}
        words={`Change what is measured${all.length > 1 ? `, job ${i + 1} of ${all.length}` : ''}`}
        {...foldOf(job)}
      />
    ));
  return (
    <>
      <ServiceCards
        legend="AWS services"
        cards={cards}
        value={field.value}
        onChange={(chosen) =>
          field.onChange(
            awsServiceIds.filter((id) => (isCard(id) ? chosen.includes(id) : field.value.includes(id))),
          )
        }
        onBlur={field.onBlur}
        inputRef={field.ref}
        error={fieldState.error?.message}
        more={folds}
        help={
          <>
            AWS bills each statistic of each resource that is found. A service that is switched off loses its
            job in YACE’s file, with what was changed in it by hand. {otherJobsWords(others)}
            {lost !== null && <strong className="mt-1 block font-strong text-ink">{lost}</strong>}
          </>
        }
      />
      {others > 0 && (
        <Details summary={`Jobs that no form changes: ${inEnglish(others)}`}>
          <ul className="list-disc pl-6 text-quiet text-sm [overflow-wrap:anywhere]">
            {otherJobs.map((words, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two jobs may be alike
              <li key={i}>{words}</li>
            ))}
            {moreJobs > 0 && <li>and {inEnglish(moreJobs)} more</li>}
          </ul>
        </Details>
      )}
      <Later
        load={loadOthers}
        with={{ saved, input: askableAws(saved, watch('aws')) }}
        height="h-11"
        missing="Other services could not be shown."
      />
    </>
  );
}
