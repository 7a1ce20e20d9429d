import 'server-only';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ScrapeJob } from '@/lib/schemas/settings/settings';
import type { Texts } from '../../change/records/texts';
import { AppError } from '../../errors';
import { hub } from '../../sampler/hub';
import { type JobFilter, jobFilter } from '../../stack/job-filters';
import { readOwnJobs } from '../../stack/own-jobs';
import { noJob } from '../../stack/scrape-jobs';
import { readStackTexts, readTemplates, withTemplates } from '../../stack/stack-texts';
import { linesIn, readTimed, type Series, type TimedSample } from '../../vmagent/series';

const MAX_SERIES = 200_000;
/** After so long other requests get a turn. */
const SLICE_MS = 50;
const LIMIT_MS = 20_000;

/** A job's filter in the files, and these. @throws AppError invalid-stack: they have no such job */
export async function filterOf(job: ScrapeJob): Promise<{ texts: Texts; now: JobFilter }> {
  const templates = await readTemplates();
  const texts = withTemplates((await readStackTexts()).texts, templates);
  const now = jobFilter(texts, templates, job);
  if (now !== null) return { texts, now };
  const [message, hint] = noJob(job, await readOwnJobs(texts.get('vmagent-config') ?? ''));
  throw new AppError('invalid-stack', message, { hint });
}

/** Labels that vmagent adds to each series of the job's target. */
export function addedLabels(job: ScrapeJob): Series {
  const target = hub()
    .snapshot()
    .targets.find((each) => each.job === job);
  return new Map([
    ['job', job],
    ['instance', target?.instance ?? ''],
  ]);
}

interface Listeners {
  /** A series with its line. */
  onSample(sample: TimedSample, line: string): void;
  /** A line that begins with `#`. */
  onComment?(line: string): void;
}

/**
 * Gives away what a target answered, line by line, and lets other requests have their turn.
 * @param signal ends it @throws its reason; AppError too-large: more than 200,000 series, or more than 20 s of work
 */
export async function eachOffered(
  text: string,
  { onSample, onComment }: Listeners,
  signal?: AbortSignal,
): Promise<void> {
  let offered = 0;
  const began = performance.now();
  let sliceBegan = began;
  for (const line of linesIn(text)) {
    if (performance.now() - sliceBegan > SLICE_MS) {
      if (performance.now() - began > LIMIT_MS) {
        throw new AppError('too-large', 'What this source offers takes too long to go through.');
      }
      await nextTurn();
      signal?.throwIfAborted();
      sliceBegan = performance.now();
    }
    if (line.startsWith('#')) {
      onComment?.(line);
      continue;
    }
    const sample = readTimed(line);
    if (sample === null) continue;
    offered += 1;
    if (offered > MAX_SERIES) {
      throw new AppError('too-large', `This source offers more than ${MAX_SERIES} series.`);
    }
    onSample(sample, line);
  }
}
