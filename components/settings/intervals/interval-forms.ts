import { z } from 'zod';
import { scrapeJobs } from '@/lib/pipeline/components';
import { ownScrapeTimeout, scrapeSecondsOf } from '@/lib/pipeline/records';
import type { ScrapeJob, ScrapeTiming, Settings, SettingsChange } from '@/lib/schemas/settings/settings';
import { typedNumber } from '@/lib/typed-number';
import { withRules } from '../with-rules';

const timingForm = z.object({ intervalSeconds: z.string(), timeoutSeconds: z.string() }).transform(
  ({ intervalSeconds, timeoutSeconds }): ScrapeTiming => ({
    intervalSeconds: typedNumber(intervalSeconds),
    timeoutSeconds: timeoutSeconds.trim() === '' ? null : typedNumber(timeoutSeconds),
  }),
);

const plainForm = z.record(z.string(), timingForm);
/** The form of the intervals: the jobs of the file by their names. An empty timeout is vmagent's own. */
export const intervalsForm = (settings: Settings) =>
  withRules(plainForm, {
    settings,
    toChange: (values) => intervalsChange(values, settings),
    toField: intervalField,
  });
export type IntervalValues = z.input<typeof plainForm>;

/** The jobs of the file, in the order of the forms. */
export function jobsOf({ scrape }: Settings): ScrapeJob[] {
  return scrapeJobs.filter((job) => scrape[job] !== undefined);
}

export function readIntervals(settings: Settings): IntervalValues {
  return Object.fromEntries(
    jobsOf(settings).map((job) => {
      const timing = settings.scrape[job];
      return [
        job,
        {
          intervalSeconds: String(timing?.intervalSeconds ?? ''),
          timeoutSeconds: String(timing?.timeoutSeconds ?? ''),
        },
      ];
    }),
  );
}

/** Only the jobs whose timing differs from the file's. */
export function intervalsChange(values: z.output<typeof plainForm>, settings: Settings): SettingsChange {
  const changed = jobsOf(settings).filter((job) => {
    const [now, wanted] = [settings.scrape[job], values[job]];
    return (
      wanted !== undefined &&
      (wanted.intervalSeconds !== now?.intervalSeconds || wanted.timeoutSeconds !== now?.timeoutSeconds)
    );
  });
  return { scrape: Object.fromEntries(changed.map((job) => [job, values[job]])) };
}

/** The field of a path in the change, such as `scrape.yace.intervalSeconds`. */
export function intervalField(path: string, values: IntervalValues) {
  const [section, job = '', field] = path.split('.');
  if (section !== 'scrape' || values[job] === undefined) return null;
  return field === 'timeoutSeconds'
    ? (`${job}.timeoutSeconds` as const)
    : (`${job}.intervalSeconds` as const);
}

type Intervals = Partial<Record<ScrapeJob, number>>;

/** Seconds of the intervals that can be reckoned with: those within the limits. */
export function intervalsOf(values: IntervalValues): Intervals {
  const known = scrapeJobs.map((job) => [job, typedNumber(values[job]?.intervalSeconds ?? '')] as const);
  return Object.fromEntries(known.filter(([, interval]) => interval >= 5 && interval <= 3600));
}

/** How often vmagent would scrape those that differ from the file's. */
export function changedIntervals(intervals: Intervals, { scrape }: Settings): Intervals {
  return Object.fromEntries(
    scrapeJobs.flatMap((job) => {
      const interval = intervals[job];
      return interval === undefined || interval === scrape[job]?.intervalSeconds
        ? []
        : [[job, scrapeSecondsOf(job, interval)]];
    }),
  );
}

/** vmagent's own limit where none is set. */
export function defaultTimeout(intervalText: string): string {
  const interval = typedNumber(intervalText);
  return String(ownScrapeTimeout(Number.isNaN(interval) ? Number.POSITIVE_INFINITY : interval));
}
