import { plural } from '@/lib/format';

/** What stands in YACE's file beside the services of the form; empty where nothing does. */
export const otherJobsWords = (count: number): string =>
  count === 0
    ? ''
    : `${plural(count, 'other job')} in config/yace/config.yml ${count === 1 ? 'is' : 'are'} left alone.`;
