import 'server-only';
import { tailLogs } from '../docker/logs';
import { AppError } from '../errors';
import { readTargets } from '../vmagent/client';
import { reload } from '../vmagent/control';
import { until } from '../wait';

/** Twice the time after which vmagent reads its lists of targets again (`-promscrape.fileSDCheckInterval`). */
const TARGETS_LIMIT_MS = 10_000;
const PAUSE_MS = 300;

/** Makes vmagent read its scrape configuration again. @throws AppError verify-failed with vmagent's words, and as `reload` */
export async function reloadVmagent(signal: AbortSignal): Promise<void> {
  await reload({ signal, readLog: () => tailLogs('vmagent', { tail: 100 }) }).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'vmagent-unreachable') throw error;
    throw new AppError('vmagent-unreachable', 'vmagent does not answer, so it could not be told to reload.', {
      hint: 'Start it, or look into its log.',
      cause: error,
    });
  });
}

/**
 * A configuration that is empty is one that vmagent takes without a word. Its lists of targets are read within
 * moments.
 * @param what vmagent did, for the message
 * @throws AppError verify-failed when vmagent has no target
 */
export async function requireTargets(what: string, signal: AbortSignal): Promise<void> {
  let targets = null as readonly unknown[] | null;
  const hasSome = async () => {
    targets = await readTargets().catch(() => null);
    return targets !== null && targets.length > 0;
  };
  const isSure = await until(hasSome, { everyMs: PAUSE_MS, atMostMs: TARGETS_LIMIT_MS, signal });
  // One that cannot be asked is not said to have none.
  if (isSure || targets === null) return;
  throw new AppError('verify-failed', `vmagent ${what}, but no target is configured: nothing is collected.`, {
    hint: 'config/vmagent/prometheus.yml in the stack folder names what is scraped. Put the jobs back, from config.example if need be, then reload vmagent.',
  });
}
