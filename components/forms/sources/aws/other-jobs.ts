import { plural } from '@/lib/format';
import type { SavedSources } from '../../source-part';
import { type AwsValues, wantedJobs } from './job/job-fields';

/** How many jobs of YACE's file no form changes. */
export const otherJobsOf = (saved: SavedSources): number =>
  (saved?.aws.otherJobs.length ?? 0) + (saved?.aws.moreJobs ?? 0);

/**
 * What goes along where no service is left beside jobs that no form changes; null: nothing does, or it cannot be saved at all.
 * A discovery job among these keeps it.
 */
export function lostPlacesWords(saved: SavedSources, { services, jobs, roles }: AwsValues): string | null {
  const { otherJobs = [], services: asked = [], jobs: known = [] } = saved?.aws ?? {};
  const isLast = asked.length + known.length > 0 && services.length + wantedJobs(jobs, []).length === 0;
  if (!isLast || otherJobs.length === 0 || otherJobs.some((words) => words.startsWith('discovery ')))
    return null;
  const what = roles.length > 0 ? 'no regions and no accounts' : 'no regions';
  return `Without a service, YACE’s file keeps ${what}: they stand in the jobs of services.`;
}

/** What stands in YACE's file beside the services of the form; empty where nothing does. */
export const otherJobsWords = (count: number): string =>
  count === 0
    ? ''
    : `${plural(count, 'other job')} in config/yace/config.yml ${count === 1 ? 'is' : 'are'} left alone.`;
