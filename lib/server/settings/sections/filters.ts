import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import { scrapeJobs } from '@/lib/pipeline/components';
import type { Filter, ScrapeJob } from '@/lib/schemas/settings/settings';
import { setItems } from '../../files/yaml/items';
import { filterItems, filtersIn, type JobFilter, jobFilter } from '../../stack/job-filters';
import { patternProblem } from '../../stack/relabel-pattern';
import { noJob } from '../../stack/scrape-jobs';
import type { Draft } from './draft';
import type { Section } from './section';

const TRIED: Filter = {
  mode: 'full',
  rules: [{ action: 'drop', label: '__name__', pattern: 'weir_trial' }],
};

/** Which metrics of each job are kept. */
export const filters: Section<'filters'> = {
  view: ({ texts, facts, read }) => read(() => filtersIn(texts, facts.templates), {}),

  change(draft, wanted) {
    for (const job of scrapeJobs) {
      const filter = wanted[job];
      if (filter === undefined) continue;
      const now = jobFilter(draft.texts(), draft.facts.templates, job);
      objectToRules(draft, job, filter, now?.layout.rules ?? []);
      if (now === null) draft.object(`filters.${job}`, ...noJob(job, draft.facts.ownJobs));
      else draft.section(`filters.${job}`, () => changeFilter(draft, job, now, filter));
    }
  },

  tries: (view) => [
    {
      part: 'filters',
      changes: scrapeJobs
        .filter((job) => view.filters[job])
        .map((job) => ({ field: `filters.${job}`, wanted: { [job]: TRIED } })),
    },
  ],
};

function changeFilter(draft: Draft, job: ScrapeJob, now: JobFilter, wanted: Filter): void {
  const { layout, shipped, items, path } = now;
  if (wanted.mode === 'slim' && shipped.length === 0) {
    draft.object(
      `filters.${job}.mode`,
      `No list of useful metrics ships for ${job}.`,
      'Bring config.example/vmagent/prometheus.yml back from the repository.',
    );
    return;
  }
  const isSameMode = layout.mode === wanted.mode;
  const areSameRules = isDeepStrictEqual(layout.rules, wanted.rules);
  if (isSameMode && areSameRules) return;
  const next = filterItems(items, layout, wanted, shipped);
  draft.edit('vmagent-config', (text) => setItems(text, path, next));
  if (!isSameMode) draft.say(`Metrics of ${job}: ${layout.mode} → ${wanted.mode}`);
  if (!areSameRules) {
    draft.say(`Filter rules of ${job}: ${layout.rules.length || 'none'} → ${wanted.rules.length || 'none'}`);
  }
}

/** @param saved rules of the file, which may be odd and are not this change's business */
function objectToRules(draft: Draft, job: ScrapeJob, { rules }: Filter, saved: Filter['rules']): void {
  const count = (all: Filter['rules'], rule: Filter['rules'][number]) =>
    all.filter((other) => isDeepStrictEqual(other, rule)).length;
  rules.forEach((rule, i) => {
    if (count(rules, rule) <= count(saved, rule)) return;
    const field = `filters.${job}.rules.${i}`;
    const problem = patternProblem(rule.pattern);
    if (problem !== null) {
      draft.object(
        `${field}.pattern`,
        problem,
        'vmagent reads patterns by the rules of RE2, and they must match whole names.',
      );
    }
    const same = rules.findIndex((other) => isDeepStrictEqual(other, rule));
    if (same !== i) {
      draft.object(`${field}.pattern`, `This rule is the same as rule ${same + 1}.`, 'Remove one of them.');
    }
  });
}
