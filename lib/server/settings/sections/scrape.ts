import 'server-only';
import { jobSource, jobWords, scrapeJobs } from '@/lib/pipeline/components';
import { sourceRecord } from '@/lib/pipeline/records';
import type { ScrapeJob, ScrapeTiming, Settings as SettingsView } from '@/lib/schemas/settings/settings';
import { removeKey, setScalar } from '../../files/yaml/keys';
import { NO_SOURCES, sourcesIn } from '../../sources/sources';
import { isJobOn, type JobTiming, jobTimings, noJob } from '../../stack/scrape-jobs';
import { variablesIn } from '../../stack/settings';
import type { Draft } from './draft';
import { type Look, readOr, type Section } from './section';

/** How often each job is read, and how long it may take to answer. */
export const scrape: Section<'scrape'> = {
  view: (look) => look.read(() => timings(look), {}),

  change(draft, wanted) {
    for (const job of scrapeJobs) {
      const timing = wanted[job];
      if (timing === undefined) continue;
      const now = jobTimings(draft.texts()).get(job);
      if (now) draft.section(`scrape.${job}`, () => changeJob(draft, job, now, timing));
      else draft.object(`scrape.${job}`, ...noJob(job, draft.facts.ownJobs));
    }
  },

  tries: (view) => ({
    part: 'scrape',
    changes: scrapeJobs
      .filter((job) => view.scrape[job])
      .map((job) => {
        const intervalSeconds = (view.scrape[job]?.intervalSeconds ?? 0) + 1;
        return { field: `scrape.${job}`, wanted: { [job]: { intervalSeconds, timeoutSeconds: null } } };
      }),
  }),
};

/** A job whose timing cannot be read is locked by itself. */
function timings({ texts, read }: Look): SettingsView['scrape'] {
  const shown: SettingsView['scrape'] = {};
  const sources = readOr(() => sourcesIn(texts), NO_SOURCES);
  for (const [job, timing] of jobTimings(texts)) {
    const isOn = isJobOn(job, sources, texts);
    const one = read(
      () => ({ intervalSeconds: timing.intervalSeconds, timeoutSeconds: timing.timeoutSeconds, isOn }),
      undefined,
      `scrape.${job}`,
    );
    if (one) shown[job] = one;
  }
  return shown;
}

function changeJob(draft: Draft, job: ScrapeJob, now: JobTiming, wanted: ScrapeTiming): void {
  const { intervalSeconds, timeoutSeconds } = wanted;
  // Undefined: what stands there is no plain duration, and the change takes its place.
  const before = {
    intervalSeconds: readOr(() => now.intervalSeconds, undefined),
    timeoutSeconds: readOr(() => now.timeoutSeconds, undefined),
  };
  if (before.intervalSeconds !== intervalSeconds) {
    draft.edit('vmagent-config', (text) =>
      setScalar(text, [...now.path, 'scrape_interval'], `${intervalSeconds}s`, 'job_name'),
    );
    const earlier = before.intervalSeconds === undefined ? '' : `${before.intervalSeconds} s → `;
    draft.say(`Scrape interval of ${job}: ${earlier}${intervalSeconds} s`);
  }
  if (before.timeoutSeconds !== timeoutSeconds) {
    const path = [...now.path, 'scrape_timeout'];
    draft.edit('vmagent-config', (text) =>
      timeoutSeconds === null
        ? removeKey(text, path)
        : setScalar(text, path, `${timeoutSeconds}s`, 'scrape_interval'),
    );
    const inWords = (seconds: number | null) => (seconds === null ? 'vmagent’s own' : `${seconds} s`);
    const earlier = before.timeoutSeconds === undefined ? '' : `${inWords(before.timeoutSeconds)} → `;
    draft.say(`Scrape timeout of ${job}: ${earlier}${inWords(timeoutSeconds)}`);
  }
  changeClock(draft, job, intervalSeconds);
}

/**
 * Where an exporter asks on a clock of its own, that moves with the interval: scraping more often than it collects
 * only repeats values. It takes whole seconds.
 */
function changeClock(draft: Draft, job: ScrapeJob, seconds: number): void {
  const source = jobSource(job);
  const clock = source === null ? undefined : sourceRecord(source).clock;
  if (!clock) return;
  const now = variablesIn(draft.texts())(clock.variable) || String(clock.seconds);
  if (Number(now) === seconds) return;
  draft.setEnv({ [clock.variable]: String(seconds) });
  draft.say(`${job} asks ${jobWords(job)} every ${seconds} s (${now} s before)`);
}
