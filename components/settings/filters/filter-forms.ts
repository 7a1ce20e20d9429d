import { z } from 'zod';
import { scrapeJobs } from '@/lib/pipeline/components';
import { filterSchema } from '@/lib/schemas/settings/sections';
import type {
  Filter,
  FilterRule,
  ScrapeJob,
  Settings,
  SettingsChange,
} from '@/lib/schemas/settings/settings';

export const METRIC_NAME = '__name__';

/** The form of the filters: the jobs of the file by their names. Patterns are judged by the server. */
export const filtersForm = z.record(z.string(), filterSchema);
export type FilterValues = z.input<typeof filtersForm>;

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
export function filtersChange(values: z.output<typeof filtersForm>, settings: Settings): SettingsChange {
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
