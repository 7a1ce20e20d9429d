import 'server-only';
import { scrapeJobs } from '@/lib/pipeline/components';
import type { ScrapeJob, Settings as SettingsView } from '@/lib/schemas/settings/settings';
import type { Texts } from '../change/records/texts';
import { stackFile } from '../files/stack-files';
import { inFile } from '../files/yaml/edit';
import { readItems, type YamlItem } from '../files/yaml/items';
import { type FilterLayout, readLayout } from './filter-items';
import { jobTimings } from './scrape-jobs';

export interface JobFilter {
  path: (string | number)[];
  items: YamlItem[];
  shipped: YamlItem[];
  layout: FilterLayout;
}

/** The filter of each job in the file. @throws AppError invalid-stack */
export function filtersIn(texts: Texts, templates: Texts): SettingsView['filters'] {
  const filters: SettingsView['filters'] = {};
  for (const job of scrapeJobs) {
    const layout = jobFilter(texts, templates, job)?.layout;
    if (layout) filters[job] = { mode: layout.mode, rules: layout.rules, handWritten: layout.handWritten };
  }
  return filters;
}

/** A job's items and what they are; null where the file has no such job. @throws AppError invalid-stack */
export function jobFilter(texts: Texts, templates: Texts, job: ScrapeJob): JobFilter | null {
  const timing = jobTimings(texts).get(job);
  if (!timing) return null;
  const path = [...timing.path, 'metric_relabel_configs'];
  const items = itemsAt(texts, path);
  const template = jobTimings(templates).get(job)?.path;
  const shipped = template ? itemsAt(templates, [...template, 'metric_relabel_configs']) : [];
  return {
    path,
    items,
    shipped,
    layout: readLayout(
      items.map(({ value }) => value),
      shipped,
    ),
  };
}

function itemsAt(texts: Texts, path: (string | number)[]): YamlItem[] {
  return inFile(stackFile('vmagent-config').relative, () =>
    readItems(texts.get('vmagent-config') ?? '', path),
  );
}
