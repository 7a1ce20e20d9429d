import 'server-only';
import { formatCount } from '@/lib/format';
import { sourceJobs } from '@/lib/pipeline/components';
import type { ScrapeJob, Settings as SettingsView } from '@/lib/schemas/settings/settings';
import type { Texts } from '../../change/records/texts';
import { AppError } from '../../errors';
import { removeKey, setScalar } from '../../files/yaml/keys';
import { type JobTiming, jobTimings, noJob } from '../../stack/scrape-jobs';
import { yamlIn } from '../../stack/settings';
import type { Draft } from './draft';
import { readOr, type Section } from './section';

const TRIED = 1_000;

/** How many series each source may have, so that none takes the room of another. */
export const seriesLimits: Section<'seriesLimits'> = {
  view: ({ texts, read }) =>
    read(() => limitsIn(texts, (job, reader) => read(reader, undefined, `seriesLimits.${job}`)), {}),

  change(draft, wanted) {
    for (const job of sourceJobs) {
      const limit = wanted[job];
      if (limit === undefined) continue;
      const now = jobTimings(draft.texts()).get(job);
      if (now) draft.section(`seriesLimits.${job}`, () => changeLimit(draft, job, now, limit));
      else draft.object(`seriesLimits.${job}`, ...noJob(job, draft.facts.ownJobs));
    }
  },

  tries: (view) => [
    {
      part: 'seriesLimits',
      changes: sourceJobs
        .filter((job) => view.seriesLimits[job] !== undefined)
        .map((job) => ({
          field: `seriesLimits.${job}`,
          wanted: { [job]: (view.seriesLimits[job] ?? TRIED) + 1 },
        })),
    },
  ],
};

type LimitReader = (job: ScrapeJob, reader: () => number | null) => number | null | undefined;

/**
 * Of each source whose job the file has; one that cannot be read is left out.
 * @param read of one of them @throws AppError invalid-stack: the file cannot be read at all
 */
export function limitsIn(
  texts: Texts,
  read: LimitReader = (_, reader) => readOr(reader, undefined),
): SettingsView['seriesLimits'] {
  const timings = jobTimings(texts);
  return Object.fromEntries(
    sourceJobs.flatMap((job) => {
      const timing = timings.get(job);
      const limit = timing && read(job, () => limitOf(texts, job, timing));
      return limit === undefined ? [] : [[job, limit]];
    }),
  );
}

/** vmagent takes 0 for none: lib/promscrape, ScrapeConfig.SeriesLimit. */
function limitOf(texts: Texts, job: ScrapeJob, { path }: JobTiming): number | null {
  const limit = yamlIn(texts, 'vmagent-config', [...path, 'series_limit']) ?? 0;
  if (Number.isSafeInteger(limit) && Number(limit) >= 0) return Number(limit) || null;
  throw new AppError(
    'invalid-stack',
    `config/vmagent/prometheus.yml has a series_limit for the job ${job} that is no whole number of 0 or more.`,
    { hint: 'Write it as a number, for example 2000.' },
  );
}

function changeLimit(draft: Draft, job: ScrapeJob, now: JobTiming, wanted: number | null): void {
  // Undefined: what stands there is no number, and the change takes its place.
  const before = readOr(() => limitOf(draft.texts(), job, now), undefined);
  if (before === wanted) return;
  const path = [...now.path, 'series_limit'];
  draft.edit('vmagent-config', (text) =>
    wanted === null ? removeKey(text, path) : setScalar(text, path, wanted, 'job_name'),
  );
  const inWords = (limit: number | null) => (limit === null ? 'none' : formatCount(limit));
  const earlier = before === undefined ? '' : `${inWords(before)} → `;
  draft.say(`Series limit of ${job}: ${earlier}${inWords(wanted)}`);
}
