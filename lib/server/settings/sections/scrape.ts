import 'server-only';
import { jobWords, scrapeJobs } from '@/lib/pipeline/components';
import { clockOf, scrapeSecondsOf } from '@/lib/pipeline/records';
import type { ScrapeJob, ScrapeTiming, Settings as SettingsView } from '@/lib/schemas/settings/settings';
import { removeKey, setScalar } from '../../files/yaml/keys';
import { NO_SOURCES, sourcesIn } from '../../sources/sources';
import { aggregationIn } from '../../stack/aggregation';
import { clockSeconds, isJobOn, type JobTiming, jobTimings, noJob } from '../../stack/scrape-jobs';
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

  tries: (view) => [
    {
      part: 'scrape',
      changes: scrapeJobs
        .filter((job) => view.scrape[job])
        .map((job) => {
          const intervalSeconds = (view.scrape[job]?.intervalSeconds ?? 0) + 1;
          return { field: `scrape.${job}`, wanted: { [job]: { intervalSeconds, timeoutSeconds: null } } };
        }),
    },
  ],
};

/** A job whose timing cannot be read is locked by itself. */
function timings({ texts, read }: Look): SettingsView['scrape'] {
  const shown: SettingsView['scrape'] = {};
  const sources = readOr(() => sourcesIn(texts), NO_SOURCES);
  for (const [job, timing] of jobTimings(texts)) {
    const isOn = isJobOn(job, sources, texts);
    const one = read(
      () => ({
        intervalSeconds: clockSeconds(job, texts) ?? timing.intervalSeconds,
        timeoutSeconds: timing.timeoutSeconds,
        scrapeSeconds: timing.intervalSeconds,
        isOn,
      }),
      undefined,
      `scrape.${job}`,
    );
    if (one) shown[job] = one;
  }
  return shown;
}

/** What the form sends back as it was shown changes nothing, even where vmagent scrapes at another interval than it would set. */
function changeJob(draft: Draft, job: ScrapeJob, now: JobTiming, wanted: ScrapeTiming): void {
  const { intervalSeconds, timeoutSeconds } = wanted;
  // Undefined: what stands there is no plain duration, and the change takes its place.
  const before = {
    scrapeSeconds: readOr(() => now.intervalSeconds, undefined),
    timeoutSeconds: readOr(() => now.timeoutSeconds, undefined),
    clockSeconds: readOr(() => clockSeconds(job, draft.texts()), undefined),
  };
  const clock = clockOf(job);
  const isShown = (clock ? before.clockSeconds : before.scrapeSeconds) === intervalSeconds;
  if (isShown && before.timeoutSeconds === timeoutSeconds) return;

  if (clock && before.clockSeconds !== intervalSeconds) {
    draft.setEnv({ [clock.variable]: String(intervalSeconds) });
    const earlier = before.clockSeconds === undefined ? '' : ` (${before.clockSeconds} s before)`;
    draft.say(`${job} asks ${jobWords(job)} every ${intervalSeconds} s${earlier}`);
  }
  const scrapeSeconds = scrapeSecondsOf(job, intervalSeconds);
  if (before.scrapeSeconds !== scrapeSeconds) {
    objectTo(draft, job, scrapeSeconds);
    draft.edit('vmagent-config', (text) =>
      setScalar(text, [...now.path, 'scrape_interval'], `${scrapeSeconds}s`, 'job_name'),
    );
    const earlier = before.scrapeSeconds === undefined ? '' : `${before.scrapeSeconds} s → `;
    draft.say(`Scrape interval of ${job}: ${earlier}${scrapeSeconds} s`);
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
}

/** What is aggregated in an interval is of two scrapes at least. */
function objectTo(draft: Draft, job: ScrapeJob, scrapeSeconds: number): void {
  const { rules } = readOr(() => aggregationIn(draft.texts()), { rules: [] });
  const short = rules.find((rule) => rule?.job === job && rule.intervalSeconds < 2 * scrapeSeconds);
  if (!short) return;
  draft.object(
    `scrape.${job}.intervalSeconds`,
    `Use at most ${Math.floor(short.intervalSeconds / 2)} s.`,
    `${short.metric} is aggregated every ${short.intervalSeconds} s, which takes two scrapes. Make that longer first, under Aggregation.`,
  );
}
