import 'server-only';
import { type SourceId, sourceIds, sourceService } from '@/lib/pipeline/components';
import type { Texts } from '../change/records/texts';
import { aggregationIn } from './aggregation';
import { jobFilter } from './job-filters';
import { yamlIn } from './settings';

/** Keys of a job that make its series end early, or say their own times. */
const ODD = ['honor_timestamps', 'series_limit'];

/**
 * Sources whose job has no rule but those that ship, and no aggregation: some of what they give passes, and soon. Of any other job only the exporter's
 * whole answer tells, and Google bills for that.
 * @param templates what ships @returns none where the file cannot be read: vmagent says what is wrong with it
 */
export function unfilteredIn(texts: Texts, templates: Texts): ReadonlySet<SourceId> {
  try {
    // Rules for every job.
    if (Object.hasOwn(Object(yamlIn(texts, 'vmagent-config', ['global'])), 'metric_relabel_configs'))
      return new Set();
    return new Set(sourceIds.filter((id) => isUnfiltered(id, texts, templates)));
  } catch {
    return new Set();
  }
}

function isUnfiltered(id: SourceId, texts: Texts, templates: Texts): boolean {
  const filter = jobFilter(texts, templates, sourceService(id));
  if (filter === null) return false;
  if (aggregationIn(texts).rules.some((rule) => rule === null || rule.job === sourceService(id)))
    return false;
  const { layout, path } = filter;
  const job = Object(yamlIn(texts, 'vmagent-config', path.slice(0, -1)));
  return layout.rules.length === 0 && layout.handWritten === 0 && !ODD.some((key) => Object.hasOwn(job, key));
}
