import 'server-only';
import { sourceIds } from '@/lib/pipeline/components';
import { sourceService } from '@/lib/pipeline/services';
import type { ServiceName, SourceId } from '@/lib/schemas/snapshot';
import { type DeliveryProgress, followDelivery, judgeDelivery } from '../../destination/delivery-progress';
import { probeDestination } from '../../destination/probe';
import { AppError } from '../../errors';
import type { StepReport } from '../../jobs/jobs';
import { type Destination, isSourceOn, type Settings } from '../../stack/settings';
import { readTargets } from '../../vmagent/client';
import type { VmagentMetrics } from '../../vmagent/metrics';
import type { ScrapeTarget } from '../../vmagent/targets';
import { until } from '../../wait';

const POLL_MS = 500;
/** The slowest job that always runs is scraped every 60 s; each first scrape comes within seconds. */
const SCRAPE_LIMIT_MS = 90_000;
/** How long a source that is on may take after the first one has answered. */
const OTHERS_LIMIT_MS = 20_000;
const DELIVER_LIMIT_MS = 90_000;
/** A vmagent that runs on reads a new token at most once a second, by a clock that ticks once a second. */
const TOKEN_READ_MS = 2500;

/** The sources that are to be measured. @param without services that do not run */
export function sourcesOn({ sources }: Settings, without: ReadonlySet<ServiceName>): SourceId[] {
  return sourceIds.filter((source) => isSourceOn(sources, source) && !without.has(sourceService(source)));
}

/** The same by their jobs. */
const jobsOf = (settings: Settings, without: ReadonlySet<ServiceName>) =>
  sourcesOn(settings, without).map(sourceService);

const isFresh = ({ lastScrapeAtMs }: ScrapeTarget, sinceMs: number) =>
  lastScrapeAtMs !== null && lastScrapeAtMs >= sinceMs;

/** Those of the services that vmagent could not read at its latest try. @param sinceMs earlier tries do not count */
export function silentOf(
  services: readonly ServiceName[],
  targets: readonly ScrapeTarget[],
  sinceMs: number,
) {
  return services.flatMap((service) => {
    const own = targets.filter(({ job }) => job === service);
    const isSilent = own.length > 0 && own.every((one) => one.state === 'down' && isFresh(one, sinceMs));
    const atMs = Math.max(...own.map(({ lastScrapeAtMs }) => lastScrapeAtMs ?? 0));
    return isSilent ? [{ service, atMs, lastError: own[0]?.lastError ?? 'no reason given' }] : [];
  });
}

/**
 * Waits until vmagent has scraped a source since `sinceMs`, and a little longer for this Pi's own numbers. While every
 * source has been asked in vain it goes on waiting: vmagent's own numbers and the panel's are not what was set up.
 * @param without sources that do not run
 * @throws AppError verify-failed
 */
export async function watchScrapes(
  settings: Settings,
  sinceMs: number,
  report: StepReport,
  signal: AbortSignal,
  without: ReadonlySet<ServiceName> = new Set(),
): Promise<void> {
  let firstUpMs: number | null = null;
  const jobs = jobsOf(settings, without);
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

/**
 * Waits until the destination has taken a block of samples that was sent after the launch.
 * @param before vmagent's counters when it had got the new settings, or of an earlier process; null when there was none
 * @throws AppError verify-failed with cause, consequence and fix; the stack runs on
 */
export async function watchDelivery(
  { destination }: Settings,
  before: VmagentMetrics | null,
  report: StepReport,
  signal: AbortSignal,
): Promise<void> {
  let base = before;
  const judge = (now: VmagentMetrics, waitedMs: number) => {
    if (before && waitedMs < TOKEN_READ_MS) base = { ...before, refused: now.refused };
    return judgeDelivery(base, now, waitedMs);
  };
  const pace = { everyMs: POLL_MS, atMostMs: DELIVER_LIMIT_MS, signal };
  const progress = await followDelivery(judge, report, pace);
  if (progress.state !== 'delivered') throw await deliveryError(destination, progress);
  report.detail('The destination has accepted the first samples.');
}

/** The cause in the words of the test that the set-up made, which knows more than a status code. */
async function deliveryError(destination: Destination, progress: DeliveryProgress): Promise<AppError> {
  const consequence = progress.isLosing
    ? 'The destination rejects what it gets, and vmagent throws rejected samples away.'
    : 'Nothing is lost: vmagent keeps the samples on this Pi’s disk and goes on trying.';
  const probe = await probeDestination(destination);
  if (destination.kind !== 'local' && probe.outcome !== 'ok') {
    return new AppError('verify-failed', `${probe.message} ${consequence}`, {
      hint: probe.hint ?? 'Correct the destination and launch again.',
    });
  }
  return new AppError('verify-failed', `No sample was delivered. ${progress.words} ${consequence}`, {
    hint:
      destination.kind === 'local'
        ? 'Look into the logs of victoria-metrics and vmagent, then launch again.'
        : 'Check the destination, then launch again. The log of vmagent has its exact answer.',
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
