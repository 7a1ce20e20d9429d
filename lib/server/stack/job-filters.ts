import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import { scrapeJobs } from '@/lib/pipeline/components';
import { filterRuleSchema } from '@/lib/schemas/settings/sections';
import type {
  Filter,
  FilterRule,
  ScrapeJob,
  Settings as SettingsView,
} from '@/lib/schemas/settings/settings';
import type { Texts } from '../change/records/texts';
import { stackFile } from '../files/stack-files';
import { inFile } from '../files/yaml/edit';
import { readItems, type YamlItem } from '../files/yaml/items';
import { jobTimings } from './scrape-jobs';

/** Most own rules of a job that a form shows; those before them count as hand-written. */
const MAX_RULES = 50;

/** The parts of one job's `metric_relabel_configs`. */
interface FilterLayout {
  mode: Filter['mode'];
  rules: FilterRule[];
  /** Items that no form shows. */
  handWritten: number;
  /** Of each item in the file: what it is. */
  kinds: ('slim' | 'rule' | 'other')[];
}

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

/**
 * Takes a job's items apart: the list that ships, recognised by its items in their order; own rules, which are the last
 * run of items of the one form that the panel writes; the rest is somebody's own and stays where it is.
 */
function readLayout(items: readonly unknown[], shipped: readonly YamlItem[]): FilterLayout {
  const kinds: FilterLayout['kinds'] = items.map(() => 'other');
  const slim = positions(items, shipped);
  for (const at of slim ?? []) kinds[at] = 'slim';
  const rules: FilterRule[] = [];
  for (let at = items.length - 1; at >= 0 && rules.length < MAX_RULES; at--) {
    const rule = kinds[at] === 'slim' ? null : ruleOf(items[at]);
    if (rule !== null) {
      kinds[at] = 'rule';
      rules.unshift(rule);
    } else if (rules.length > 0) break;
  }
  return {
    mode: slim === null ? 'full' : 'slim',
    rules,
    handWritten: kinds.filter((kind) => kind === 'other').length,
    kinds,
  };
}

/** The items for a filter: what stays keeps its place, the shipped list comes first, own rules where they were. */
export function filterItems(
  now: readonly YamlItem[],
  layout: FilterLayout,
  wanted: Filter,
  shipped: readonly YamlItem[],
): YamlItem[] {
  const isNewSlim = wanted.mode === 'slim' && layout.mode === 'full';
  const rules = wanted.rules.map((rule) => ({ value: itemOf(rule) }));
  const first = layout.kinds.indexOf('rule');
  const kept = now.flatMap((item, at) => {
    if (at === first) return rules;
    const isGone = layout.kinds[at] === 'rule' || (layout.kinds[at] === 'slim' && wanted.mode === 'full');
    return isGone ? [] : [item];
  });
  return [...(isNewSlim ? shipped : []), ...kept, ...(first === -1 ? rules : [])];
}

/** Where the shipped items stand, in their order; null when one is missing or nothing ships. */
function positions(items: readonly unknown[], shipped: readonly YamlItem[]): number[] | null {
  const found: number[] = [];
  for (const { value } of shipped) {
    const after = (found.at(-1) ?? -1) + 1;
    const at = items.findIndex((item, i) => i >= after && isDeepStrictEqual(item, value));
    if (at === -1) return null;
    found.push(at);
  }
  return found.length === 0 ? null : found;
}

function itemOf({ action, label, pattern }: FilterRule) {
  return { source_labels: [label], regex: pattern, action };
}

/** The rule, where writing it anew would give the very same item. */
function ruleOf(item: unknown): FilterRule | null {
  const { source_labels: labels, regex, action } = Object(item) as Record<string, unknown>;
  const label = Array.isArray(labels) ? labels[0] : undefined;
  const parsed = filterRuleSchema.safeParse({ action, label, pattern: regex });
  return parsed.success && isDeepStrictEqual(item, itemOf(parsed.data)) ? parsed.data : null;
}
