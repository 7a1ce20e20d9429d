import 'server-only';
import { scrapeJobs } from '@/lib/pipeline/components';
import type { ScrapeJob } from '@/lib/schemas/settings/settings';
import type { TargetSample } from '@/lib/schemas/snapshot';
import type { Texts } from '../change/records/texts';
import { scrapeNow } from '../live/scrape-now';
import { within } from '../sampler/read/single-flight';
import { count } from '../settings/filters/preview';
import { readRules } from '../settings/filters/rules';
import { singleton } from '../singleton';
import { jobFilter } from '../stack/job-filters';

interface Kept {
  /** The filter and the target that it was counted with. */
  key: string;
  share: Promise<number | null>;
}

const KEPT_MS = 5 * 60_000;
/** An exporter that does not answer is asked again sooner. */
const FAILED_MS = 60_000;
/** The page does not wait longer; what is not counted by then is there when it asks next. */
const PATIENCE_MS = 4000;

/**
 * The part of what each job offers that its filter keeps, 0–1: counted on what its exporter answers, at most every five
 * minutes. Google's, whose answer may cost, is only counted where a paid answer is at hand; a job that cannot be asked
 * is left out. Never rejects.
 */
export async function keptShares(
  targets: readonly Pick<TargetSample, 'job' | 'instance' | 'state'>[],
  texts: Texts,
  templates: Texts,
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const asked = scrapeJobs.map(async (job) => {
    const target = targets.find((each) => each.job === job && each.state === 'up');
    if (!target) return;
    const share = await within(keptShare(job, target.instance, texts, templates), PATIENCE_MS).catch(
      () => null,
    );
    if (share !== null) found.set(job, share);
  });
  await Promise.all(asked);
  return found;
}

async function keptShare(
  job: ScrapeJob,
  instance: string,
  texts: Texts,
  templates: Texts,
): Promise<number | null> {
  const items = jobFilter(texts, templates, job)?.items.map(({ value }) => value);
  if (!items) return null;
  const key = JSON.stringify([instance, items]);
  const known = singleton('kept-shares', () => new Map<ScrapeJob, Kept>());
  const last = known.get(job);
  if (last?.key === key) return last.share;
  const entry = { key, share: counted(job, instance, items, texts) };
  known.set(job, entry);
  const share = await entry.share;
  const forget = () => {
    if (known.get(job) === entry) known.delete(job);
  };
  setTimeout(forget, share === null ? FAILED_MS : KEPT_MS).unref();
  return share;
}

async function counted(
  job: ScrapeJob,
  instance: string,
  items: readonly unknown[],
  texts: Texts,
): Promise<number | null> {
  try {
    const scrape = await scrapeNow(job, texts, false);
    if (scrape === null) return null;
    const { keeps } = readRules(items);
    const common = new Map([
      ['job', job],
      ['instance', instance],
    ]);
    const { offered, kept } = await count(scrape.text, common, keeps, keeps);
    return offered === 0 ? null : kept / offered;
  } catch {
    // What stands in the way is said by the verdict; here the figure is missing.
    return null;
  }
}
