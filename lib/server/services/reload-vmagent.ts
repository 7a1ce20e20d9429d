import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../errors';
import { askVmagent, readMetrics } from '../vmagent/client';
import type { VmagentMetrics } from '../vmagent/metrics';

/** A reload is asynchronous and vmagent's metrics are up to a second old. */
const LIMIT_MS = 10_000;
const POLL_MS = 500;
/** An unchanged file counts nothing: after this long without an error it has been read. */
const UNCHANGED_AFTER_MS = 3_000;

/**
 * Makes vmagent read its scrape configuration again, and sees in its metrics that it uses it.
 * @throws AppError verify-failed when it refuses the file, vmagent-unreachable, timeout
 */
export async function reloadVmagent(): Promise<void> {
  const before = await readMetrics();
  await askVmagent('/-/reload', 'POST');
  const startedAtMs = Date.now();
  while (Date.now() - startedAtMs < LIMIT_MS) {
    await sleep(POLL_MS);
    const now = await readMetrics();
    const grown = (name: 'configErrors' | 'configReloads') => (now[name] ?? 0) > (before[name] ?? 0);
    if (grown('configErrors')) throw refused();
    if (grown('configReloads') && now.configOk !== false) return;
    if (Date.now() - startedAtMs > UNCHANGED_AFTER_MS && isUnchanged(now)) return;
  }
  throw refused();
}

function isUnchanged({ configOk }: VmagentMetrics): boolean {
  return configOk !== false;
}

function refused(): AppError {
  return new AppError(
    'verify-failed',
    'vmagent refuses its configuration and goes on with the earlier one.',
    {
      hint: 'Its log names the line. Correct config/vmagent/prometheus.yml in the stack folder and reload again.',
    },
  );
}
