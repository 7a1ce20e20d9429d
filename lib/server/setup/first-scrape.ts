import 'server-only';
import { sourceIds, sourceService } from '@/lib/pipeline/components';
import type { ServiceName, SourceId } from '@/lib/schemas/snapshot';
import type { Texts } from '../change/records/texts';
import { AppError } from '../errors';
import { isFresh, silentOf } from '../sight/silent';
import { sourcesIn } from '../sources/sources';
import { isSourceOn } from '../stack/settings';
import type { StepReport } from '../tasks/tasks';
import { readTargets } from '../vmagent/client';
import type { ScrapeTarget } from '../vmagent/targets';
import { until } from '../wait';

const POLL_MS = 500;
/** The slowest job that always runs is scraped every 60 s; each first scrape comes within seconds. */
const SCRAPE_LIMIT_MS = 90_000;
/** How long a source that is on may take after the first one has answered. */
const OTHERS_LIMIT_MS = 20_000;

/** The sources that are to be measured. @param without services that do not run */
export function sourcesOn(texts: Texts, without: ReadonlySet<ServiceName>): SourceId[] {
  const sources = sourcesIn(texts);
  return sourceIds.filter((source) => isSourceOn(sources, source) && !without.has(sourceService(source)));
}

/**
 * Waits until vmagent has scraped a source since `sinceMs`, and a little longer for this Pi's own numbers. While every
 * source has been asked in vain it goes on waiting: vmagent's own numbers and the panel's are not what was set up.
 * @param without sources that do not run
 * @throws AppError verify-failed
 */
export async function watchScrapes(
  texts: Texts,
  sinceMs: number,
  report: StepReport,
  signal: AbortSignal,
  without: ReadonlySet<ServiceName> = new Set(),
): Promise<void> {
  let firstUpMs: number | null = null;
  const jobs = sourcesOn(texts, without).map(sourceService);
  const areMeasured = async (waitedMs: number) => {
    const targets = await readTargets().catch((): ScrapeTarget[] => []);
    const fresh = targets.filter((target) => isFresh(target, sinceMs));
    const up = fresh.filter(({ state }) => state === 'up');
    report.detail(targetWords(targets, up));
    report.progress(up.length, Math.max(targets.length, 1), 'steps');
    if (up.length === 0) return false;
    firstUpMs ??= waitedMs;
    const own = sourceService('pi');
    const isPiSeen = !jobs.includes(own) || fresh.some(({ job }) => job === own);
    const isEnough = isPiSeen || waitedMs - firstUpMs > OTHERS_LIMIT_MS;
    const isInVain = jobs.length > 0 && silentOf(jobs, targets, sinceMs).length === jobs.length;
    return isEnough && !isInVain;
  };
  if (await until(areMeasured, { everyMs: POLL_MS, atMostMs: SCRAPE_LIMIT_MS, signal })) return;
  throw new AppError('verify-failed', 'vmagent runs, but has measured nothing yet.', {
    hint: 'The log of vmagent says why. Launching again is safe.',
  });
}

function targetWords(targets: ScrapeTarget[], up: ScrapeTarget[]): string {
  if (targets.length === 0) return 'vmagent is starting.';
  const down = targets.filter(({ state }) => state === 'down');
  const words = `${up.length} of ${targets.length} targets measured.`;
  const [first] = down;
  return first === undefined
    ? words
    : `${words} ${first.job} does not answer: ${first.lastError ?? 'no reason given'}`;
}
