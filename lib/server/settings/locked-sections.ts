import 'server-only';
import { scrapeJobs } from '@/lib/schemas/plain';
import type { SettingsChange, Settings as SettingsView } from '@/lib/schemas/settings/settings';
import type { Texts } from '../change/records/texts';
import { changeTexts } from './change/files';
import type { ChangeFacts } from './view/facts';

type View = Pick<SettingsView, 'labels' | 'scrape' | 'filters' | 'sources'>;
type Locked = SettingsView['locked'];

/**
 * What an edit by hand keeps the forms from changing, found out by trying. A section that has a part for each job is
 * locked when none of them can be changed; else the plan of a change says which cannot.
 */
export function lockedSections(view: View, texts: Texts, facts: ChangeFacts): Locked {
  const locked: Locked = {};
  const obstacle = (change: SettingsChange, field: string): string | null => {
    const { problems } = changeTexts(change, texts, facts);
    const found = problems.find((problem) => problem.field === field);
    return found ? [found.message, found.hint].filter(Boolean).join(' ') : null;
  };
  const lockAll = (section: 'scrape' | 'filters', obstacles: (string | null)[]) => {
    const [first] = obstacles;
    if (first && obstacles.every((each) => each !== null)) locked[section] = first;
  };

  const labels = obstacle({ labels: { ...view.labels, cluster: 'trial', weir_trial: 'trial' } }, 'labels');
  if (labels !== null) locked.labels = labels;
  const regions = obstacle({ sources: trialSources(view.sources) }, 'sources.aws.regions');
  if (regions !== null) locked['sources.aws.regions'] = regions;
  lockAll(
    'scrape',
    scrapeJobs
      .filter((job) => view.scrape[job])
      .map((job) => {
        const intervalSeconds = (view.scrape[job]?.intervalSeconds ?? 0) + 1;
        return obstacle({ scrape: { [job]: { intervalSeconds, timeoutSeconds: null } } }, `scrape.${job}`);
      }),
  );
  lockAll(
    'filters',
    scrapeJobs
      .filter((job) => view.filters[job])
      .map((job) => {
        const rule = { action: 'drop', label: '__name__', pattern: 'weir_trial' } as const;
        return obstacle({ filters: { [job]: { mode: 'full', rules: [rule] } } }, `filters.${job}`);
      }),
  );
  return locked;
}

/** AWS on, with a region that no job has. */
function trialSources({ pi, containers, aws, gcp }: View['sources']): NonNullable<SettingsChange['sources']> {
  return {
    pi,
    containers,
    aws: { enabled: true, accessKeyId: aws.accessKeyId, regions: [...aws.regions, 'xx-trial-1'] },
    gcp: { enabled: gcp.enabled, projectId: '' },
  };
}
