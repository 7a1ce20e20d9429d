import 'server-only';
import { tailLogs } from '../docker/logs';
import { env } from '../env';
import { AppError } from '../errors';
import { readTargets } from '../vmagent/client';
import { reload } from '../vmagent/control';
import { request } from '../vmagent/http';
import { until } from '../wait';

const RELOAD_LIMIT_MS = 10_000;
/** Twice the time after which vmagent reads its lists of targets again (`-promscrape.fileSDCheckInterval`). */
const TARGETS_LIMIT_MS = 10_000;
const LOG_LIMIT_MS = 5000;
const PAUSE_MS = 300;
const MAX_WORDS = 300;

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

/**
 * Makes YACE read its configuration again. It answers 200 whatever it thinks of the file, so its log decides:
 * after "Parsing config" comes "Reset clients cache", or an error (cmd/yace/main.go). A reload also begins a new
 * collection from AWS at once.
 * @throws AppError verify-failed with YACE's words, timeout or service-absent
 */
export async function reloadYace(): Promise<void> {
  const askedAtMs = Date.now();
  const answer = await request(`${env().yaceUrl}/reload`, {
    method: 'POST',
    timeoutMs: RELOAD_LIMIT_MS,
  }).catch((error: unknown) => {
    throw new AppError(
      'verify-failed',
      'yace does not answer, so it could not be told to read its configuration.',
      {
        hint: 'Its log says why. A restart makes it read the configuration too.',
        cause: error,
      },
    );
  });
  const verdict = await until(async () => yaceVerdict(await wordsSince(askedAtMs)), {
    everyMs: PAUSE_MS,
    atMostMs: answer.status === 200 ? LOG_LIMIT_MS : 0,
  });
  if (verdict === 'accepted') return;
  if (verdict !== null) {
    throw new AppError(
      'verify-failed',
      `yace refuses its configuration and keeps the earlier one: ${verdict}`,
      {
        hint: 'Correct config/yace/config.yml in the stack folder and reload again.',
      },
    );
  }
  throw new AppError(
    'verify-failed',
    'yace was told to read its configuration, but its log does not say that it did.',
    {
      hint: 'Look into its log, or restart it.',
    },
  );
}

/** What YACE's log says of its last reload: accepted, the reason why not, or null when it says nothing yet. */
export function yaceVerdict(lines: string[]): string | null {
  const start = lines.findLastIndex((line) => line.includes('Parsing config'));
  if (start === -1) return null;
  const after = lines.slice(start + 1);
  const refusal = after.find((line) => /Couldn't read config file|Failed to construct/.test(line));
  if (refusal !== undefined) return reasonIn(refusal);
  return after.some((line) => line.includes('Reset clients cache')) ? 'accepted' : null;
}

function reasonIn(line: string): string {
  const reason =
    /"err":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? /\berr="((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? line;
  return reason.replaceAll('\\"', '"').slice(0, MAX_WORDS);
}

async function wordsSince(sinceMs: number): Promise<string[]> {
  const lines = await tailLogs('yace', { tail: 200, sinceMs });
  return lines.map(({ text }) => text);
}
