import 'server-only';
import { scrapeJobs } from '@/lib/schemas/plain';
import type { ScrapeJob, ScrapeTiming, SettingsChange } from '@/lib/schemas/settings/settings';
import { AppError } from '../../errors';
import { removeKey, setMapping, setScalar } from '../../files/yaml/keys';
import { labelsIn } from '../../stack/file-values';
import { type JobTiming, jobTimings, noJob } from '../../stack/scrape-jobs';
import { variablesIn } from '../../stack/settings';
import type { Draft } from './draft';

type Input<S extends keyof SettingsChange> = NonNullable<SettingsChange[S]>;

const YACE_INTERVAL = 'YACE_SCRAPING_INTERVAL';

export function changeScrape(draft: Draft, timings: Input<'scrape'>): void {
  for (const job of scrapeJobs) {
    const wanted = timings[job];
    if (wanted === undefined) continue;
    const now = jobTimings(draft.texts()).get(job);
    if (now) draft.section(`scrape.${job}`, () => changeJob(draft, job, now, wanted));
    else draft.object(`scrape.${job}`, ...noJob(job, draft.facts.ownJobs));
  }
}

function changeJob(draft: Draft, job: ScrapeJob, now: JobTiming, wanted: ScrapeTiming): void {
  const { intervalSeconds, timeoutSeconds } = wanted;
  const before = {
    intervalSeconds: known(() => now.intervalSeconds),
    timeoutSeconds: known(() => now.timeoutSeconds),
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
  if (job === 'yace') changeYaceClock(draft, intervalSeconds);
}

/** Undefined: what stands there is no plain duration, and the change takes its place. */
function known<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return undefined;
  }
}

/**
 * YACE asks AWS on a clock of its own, so its flag moves with the interval: scraping more often than YACE collects
 * only repeats values. It takes whole seconds.
 */
function changeYaceClock(draft: Draft, seconds: number): void {
  const now = variablesIn(draft.texts())(YACE_INTERVAL) || '300';
  if (Number(now) === seconds) return;
  draft.setEnv({ [YACE_INTERVAL]: String(seconds) });
  draft.say(`YACE asks AWS every ${seconds} s (${now} s before)`);
}

export function changeLabels(draft: Draft, labels: Input<'labels'>): void {
  const before = labelsIn(draft.texts());
  const seen = new Map<string, string>();
  for (const name of Object.keys(labels)) {
    const same = seen.get(name.toLowerCase());
    if (same !== undefined && !(before.has(same) && before.has(name))) {
      draft.object(
        `labels.${name}`,
        `${same} and ${name} differ in capital letters only.`,
        'Grafana would treat them as two labels. Keep one of them.',
      );
    }
    seen.set(name.toLowerCase(), name);
  }
  draft.edit('vmagent-config', (text) => setMapping(text, ['global', 'external_labels'], labels));
  for (const [name, value] of Object.entries(labels)) {
    const old = before.get(name);
    if (old === undefined) draft.say(`Label ${name} added: ${value}`);
    else if (old !== value) draft.say(`Label ${name}: ${old} → ${value}`);
  }
  for (const name of before.keys()) if (!Object.hasOwn(labels, name)) draft.say(`Label ${name} removed`);
}
