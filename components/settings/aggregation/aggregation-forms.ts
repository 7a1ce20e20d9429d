import { z } from 'zod';
import { type ScrapeJob, scrapeJobs } from '@/lib/pipeline/components';
import { isNamedToGrow, isSaidToGrow } from '@/lib/pipeline/growing';
import { type AggregationRule, aggregationHows } from '@/lib/schemas/settings/aggregation';
import type { Settings, SettingsChange } from '@/lib/schemas/settings/settings';
import { wholeNumber } from '@/lib/typed-number';
import { withRules } from '../with-rules';

/** Names of labels as they are typed, between commas or blanks. */
export const labelNames = (text: string): string[] => [...new Set(text.split(/[\s,]+/).filter(Boolean))];

const ruleForm = z
  .object({
    job: z.enum(scrapeJobs),
    metric: z.string(),
    without: z.string(),
    how: z.enum(aggregationHows),
    intervalSeconds: z.string(),
  })
  .transform(
    ({ without, intervalSeconds, ...rest }): AggregationRule => ({
      ...rest,
      without: labelNames(without),
      intervalSeconds: wholeNumber(intervalSeconds),
    }),
  );
const plainForm = z.object({ rules: z.array(ruleForm) });
export type AggregationValues = z.input<typeof plainForm>;
export type RuleValues = AggregationValues['rules'][number];

export const aggregationForm = (settings: Settings) =>
  withRules(plainForm, { settings, toChange: aggregationChange, toField: aggregationField });

export const aggregationChange = ({ rules }: z.output<typeof plainForm>): SettingsChange => ({
  aggregation: { rules },
});

export function readAggregation({ aggregation: { rules } }: Settings): AggregationValues {
  return {
    rules: rules.map(({ without, intervalSeconds, ...rest }) => ({
      ...rest,
      without: without.join(', '),
      intervalSeconds: String(intervalSeconds),
    })),
  };
}

/** The field of a path in the change, such as `aggregation.rules.0.without.1`. */
export function aggregationField(path: string, { rules }: AggregationValues) {
  const [section, list, index, field = 'without'] = path.split('.');
  if (section !== 'aggregation' || list !== 'rules' || rules[Number(index)] === undefined) return null;
  const known = (['job', 'metric', 'without', 'how', 'intervalSeconds'] as const).find(
    (one) => one === field,
  );
  return known === undefined ? null : (`rules.${Number(index)}.${known}` as const);
}

/** A rule for a metric, with the least interval that its source allows. */
export function newRule(settings: Settings, job: ScrapeJob, metric: string, type: string | null): RuleValues {
  const scrapeSeconds = settings.scrape[job]?.scrapeSeconds ?? 60;
  return {
    job,
    metric,
    without: '',
    how: (isSaidToGrow(metric, type) ?? isNamedToGrow(metric)) ? 'counter' : 'avg',
    intervalSeconds: String(Math.max(10, 2 * scrapeSeconds)),
  };
}

/** The jobs of the file, those that are switched on first. */
export function jobsToAggregate({ scrape }: Settings): ScrapeJob[] {
  const jobs = scrapeJobs.filter((job) => scrape[job] !== undefined);
  return [...jobs.filter((job) => scrape[job]?.isOn), ...jobs.filter((job) => !scrape[job]?.isOn)];
}

/** Data points a minute. */
export const perMinute = (series: number, intervalSeconds: number): number => (series * 60) / intervalSeconds;
