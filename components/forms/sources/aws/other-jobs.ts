import { plural } from '@/lib/format';
import type { SavedSources } from '../../source-part';

/** How many jobs of YACE's file no form changes. */
export const otherJobsOf = (saved: SavedSources): number =>
  (saved?.aws.otherJobs.length ?? 0) + (saved?.aws.moreJobs ?? 0);

/** What stands in YACE's file beside the services of the form; empty where nothing does. */
export const otherJobsWords = (count: number): string =>
  count === 0
    ? ''
    : `${plural(count, 'other job')} in config/yace/config.yml ${count === 1 ? 'is' : 'are'} left alone.`;
