import 'server-only';
import { type TargetJob, targetJobs } from '@/lib/pipeline/components';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { AppError } from '../../errors';
import type { WritableStackFileId } from '../../files/stack-files';
import { isEmptyTarget } from '../../stack/target-text';
import { readTargets } from '../../vmagent/client';
import type { ScrapeTarget } from '../../vmagent/targets';
import { until } from '../../wait';
import { yamlData } from '../../yaml';
import type { Texts } from '../records/texts';

const POLL_MS = 250;
/** vmagent looks at its target lists every 5 s. */
const LISTS_LIMIT_MS = 15_000;
/** A new target is first scraped within 10 s; one that is scraped every few minutes may take longer and is not waited for. */
const SCRAPE_LIMIT_MS = 15_000;

/**
 * Waits until vmagent has found the targets of lists that were filled, and let go of those of lists that were emptied.
 * @throws AppError verify-failed
 */
export async function waitForTargets(
  texts: Texts,
  changed: readonly WritableStackFileId[],
  signal?: AbortSignal,
): Promise<void> {
  const known = jobNames(texts.get('vmagent-config') ?? '');
  const jobs = targetJobs.filter((job) => changed.includes(`vmagent-target/${job}`) && known.has(job));
  const isWanted = (job: TargetJob) => !isEmptyTarget(texts.get(`vmagent-target/${job}`) ?? '');
  const areTaken = async () => {
    const targets = await readTargets().catch(() => null);
    const isSeen = (job: TargetJob) => targets?.some((target) => target.job === job) === true;
    return targets !== null && jobs.every((job) => isSeen(job) === isWanted(job));
  };
  if (await until(areTaken, { everyMs: POLL_MS, atMostMs: LISTS_LIMIT_MS, signal })) return;
  throw new AppError('verify-failed', 'vmagent did not take the changed target lists.', {
    hint: 'Look at its log.',
  });
}

function jobNames(text: string): Set<unknown> {
  const data = yamlData(text) as { scrape_configs?: unknown } | null | undefined;
  const jobs = Array.isArray(data?.scrape_configs) ? data.scrape_configs : [];
  return new Set(jobs.map((job) => job?.job_name));
}

/**
 * Sees exporters that were started scraped. One that is due only in some minutes counts as it stands.
 * @param jobs exporters that were started
 * @param sinceMs when they were started
 * @returns those that were not scraped yet
 * @throws AppError verify-failed when vmagent cannot read one
 */
export async function watchTargets(
  jobs: readonly ServiceName[],
  sinceMs: number,
  signal?: AbortSignal,
): Promise<ServiceName[]> {
  let open: ServiceName[] = [...jobs];
  let failing = undefined as ScrapeTarget | undefined;
  const calledAtMs = Date.now();
  const areUp = async () => {
    const targets = (await readTargets().catch((): ScrapeTarget[] => [])).filter(
      ({ lastScrapeAtMs }) => (lastScrapeAtMs ?? 0) >= sinceMs,
    );
    const isUp = (job: string) => targets.some((target) => target.job === job && target.state === 'up');
    open = jobs.filter((job) => !isUp(job));
    // A scrape that came while the exporter was still starting says nothing.
    failing = targets.find(
      ({ job, state, lastScrapeAtMs }) =>
        state === 'down' && (lastScrapeAtMs ?? 0) >= calledAtMs && open.some((name) => name === job),
    );
    return open.length === 0;
  };
  await until(areUp, { everyMs: POLL_MS, atMostMs: SCRAPE_LIMIT_MS, signal });
  if (failing !== undefined) {
    const reason = failing.lastError ?? 'no reason given';
    throw new AppError('verify-failed', `vmagent cannot read ${failing.job}: ${reason}`, {
      hint: `The log of ${failing.job} may say why.`,
    });
  }
  return open;
}
