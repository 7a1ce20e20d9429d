import { z } from 'zod';
import { patternProblem } from '@/lib/relabel-pattern';
import { scrapeJobs } from '@/lib/schemas/plain';
import { filterRuleSchema, filterSchema } from '@/lib/schemas/settings/sections';
import type {
  Filter,
  FilterRule,
  ScrapeJob,
  Settings,
  SettingsChange,
} from '@/lib/schemas/settings/settings';

export const METRIC_NAME = '__name__';

/** As the server checks it, so that a mistake is said while it is typed. */
const ruleForm = filterRuleSchema.superRefine(({ pattern }, context) => {
  const message = patternProblem(pattern);
  if (message !== null) context.addIssue({ code: 'custom', path: ['pattern'], message });
});
/** The filter of one job. */
export const filterForm = z.object({
  mode: filterSchema.shape.mode,
  rules: z.array(ruleForm).max(50, 'Use at most 50 rules for a source.'),
});
const plainForm = z.record(z.string(), filterSchema);
/** The form of the filters: the jobs of the file by their names. Patterns that stand there may be odd. */
export const filtersForm = (settings: Settings): z.ZodType<z.output<typeof plainForm>, FilterValues> =>
  plainForm.superRefine((values, context) => {
    for (const job of scrapeJobs) {
      const saved = settings.filters[job]?.rules.map(({ pattern }) => pattern) ?? [];
      values[job]?.rules.forEach(({ pattern }, i) => {
        const message = saved.includes(pattern) ? null : patternProblem(pattern);
        if (message !== null)
          context.addIssue({ code: 'custom', path: [job, 'rules', i, 'pattern'], message });
      });
    }
  });
export type FilterValues = z.input<typeof plainForm>;

/** The jobs whose filter the form knows, those that are switched on first. */
export function filteredJobs({ filters, scrape }: Settings): ScrapeJob[] {
  const jobs = scrapeJobs.filter((job) => filters[job] !== undefined);
  return [...jobs.filter((job) => scrape[job]?.isOn), ...jobs.filter((job) => !scrape[job]?.isOn)];
}

export function readFilters(settings: Settings): FilterValues {
  return Object.fromEntries(
    scrapeJobs.flatMap((job) => {
      const filter = settings.filters[job];
      return filter ? [[job, plain(filter)]] : [];
    }),
  );
}

/** Only the jobs whose filter differs from the file's. */
export function filtersChange(values: z.output<typeof plainForm>, settings: Settings): SettingsChange {
  const changed = scrapeJobs.filter((job) => {
    const [wanted, now] = [values[job], settings.filters[job]];
    return wanted && now && JSON.stringify(plain(wanted)) !== JSON.stringify(plain(now));
  });
  return { filters: Object.fromEntries(changed.map((job) => [job, values[job]])) };
}

/** The field of a path in the change, such as `filters.yace.rules.0.pattern`. */
export function filterField(path: string, values: FilterValues) {
  const [section, job = '', list, index, field] = path.split('.');
  if (section !== 'filters' || !values[job]) return null;
  if (list !== 'rules' || index === undefined) return `${job}.mode` as const;
  return `${job}.rules.${Number(index)}.${field === 'label' ? 'label' : 'pattern'}` as const;
}

/** Whether the rule leaves out exactly this metric. */
export function isRuleOf(rule: FilterRule, name: string): boolean {
  return rule.action === 'drop' && rule.label === METRIC_NAME && rule.pattern === name;
}

function plain({ mode, rules }: Pick<Filter, 'mode' | 'rules'>) {
  return { mode, rules: rules.map(({ action, label, pattern }) => ({ action, label, pattern })) };
}
