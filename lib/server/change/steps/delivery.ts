import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProbeResult } from '@/lib/schemas/wizard';
import { type DeliveryProgress, followDelivery, judgeDelivery } from '../../destination/delivery-progress';
import { probeDestination } from '../../destination/probe';
import { serviceUrl } from '../../env';
import { AppError, asAppError } from '../../errors';
import { clusterIn, destinationIn } from '../../stack/settings';
import type { StepReport } from '../../tasks/tasks';
import { readMetrics } from '../../vmagent/client';
import { request } from '../../vmagent/http';
import type { VmagentMetrics } from '../../vmagent/metrics';
import type { Texts } from '../records/texts';
import type { Prepared } from './prepare';

const POLL_MS = 250;
/** vmagent reads its password file once a second; what it sends later goes with the new password. */
const PASSWORD_AGE_MS = 1100;
/** Its counters are a second old at most. */
const COUNTERS_AGE_MS = 1000;
const PUSH_EVERY_MS = 2000;
/** A block that was refused before is tried again after up to a minute. */
const LIMIT_MS = 75_000;
/** Of what was put back, which was refused a few times at most: the pauses between tries are short yet. */
const BACK_LIMIT_MS = 20_000;

type Report = Pick<StepReport, 'detail'>;

/** Answers that say for certain that it would not work. */
const REFUSALS: readonly ProbeResult['outcome'][] = [
  'wrong-id-or-token',
  'wrong-id',
  'wrong-token',
  'missing-scope',
  'wrong-url',
];

export function isOtherDestination(before: Texts, after: Texts): boolean {
  const [one, other] = [destinationIn(before), destinationIn(after)];
  return one.url !== other.url || one.username !== other.username || one.secret !== other.secret;
}

/** Another address or other credentials, in use: only samples that arrive show that they are right. */
export function touchesDelivery({ before, after, effects }: Prepared): boolean {
  const isVmagent = effects.some(
    ({ service, kind }) => service === 'vmagent' && (kind === 'hot-secret' || kind === 'recreate'),
  );
  return isVmagent && isOtherDestination(before.texts, after.texts);
}

/**
 * Asks a new destination whether it would take data, before anything is touched. One that does not answer at all is
 * left for vmagent to try: its way there may be another one.
 * @throws AppError verify-failed
 */
export async function checkDestination(prepared: Prepared, report: StepReport): Promise<void> {
  if (!touchesDelivery(prepared)) return;
  report.detail('The destination is asked whether it takes data…');
  const probe = await probeDestination(destinationIn(prepared.after.texts));
  if (REFUSALS.includes(probe.outcome)) throw refusal(probe);
}

/**
 * Waits until the destination has taken a block that vmagent sent after now, or that a vmagent sent which is new.
 * @param sinceMs when the change began to act
 * @param isKept what was begun stays as it is when this fails, so that what becomes of the samples is said
 * @throws AppError verify-failed with the cause
 */
export async function watchFirstBlock(
  texts: Texts,
  sinceMs: number,
  report: StepReport,
  signal: AbortSignal,
  { isKept = false } = {},
): Promise<void> {
  const { state, words, isLosing } = await firstBlock(texts, report, LIMIT_MS, { sinceMs, signal });
  if (state === 'delivered') return;
  const losing = 'The destination rejects what it gets, and vmagent throws rejected samples away.';
  const waiting = 'Nothing is lost: vmagent keeps the samples on this Pi’s disk and tries again.';
  const consequence = isKept ? ` ${isLosing ? losing : waiting}` : '';
  const probe = await probeDestination(destinationIn(texts));
  throw probe.outcome === 'ok'
    ? new AppError('verify-failed', `No sample was delivered. ${words}${consequence}`, {
        hint: 'The log of vmagent has the destination’s exact answer.',
      })
    : refusal(probe, consequence);
}

/** Whether the destination takes blocks again, after an earlier address or earlier credentials were put back. */
export async function seeDelivery(texts: Texts, report: Report): Promise<DeliveryProgress> {
  return firstBlock(texts, report, BACK_LIMIT_MS).catch((error: unknown) => ({
    state: 'failed' as const,
    words: asAppError(error).message,
    isLosing: false,
  }));
}

/**
 * What became of what vmagent sends from now on. So that nobody waits for the next scrape, one sample named
 * weir_apply_check is given to vmagent.
 */
async function firstBlock(
  texts: Texts,
  report: Report,
  limitMs: number,
  { sinceMs = Number.POSITIVE_INFINITY, signal }: { sinceMs?: number; signal?: AbortSignal } = {},
): Promise<DeliveryProgress> {
  report.detail('Waiting for the destination to take a block of samples…');
  const before = await countersBefore(texts, sinceMs, signal);
  let pushedMs = Number.NEGATIVE_INFINITY;
  const judge = async (now: VmagentMetrics, waitedMs: number) => {
    if (waitedMs - pushedMs > PUSH_EVERY_MS) {
      pushedMs = waitedMs;
      await pushSample(texts);
    }
    return judgeDelivery(before, now, waitedMs);
  };
  return followDelivery(judge, report, { everyMs: POLL_MS, atMostMs: limitMs, signal });
}

/** Those of a vmagent that has read the new password; null: it is new, and has sent nothing with another one. */
async function countersBefore(texts: Texts, sinceMs: number, signal?: AbortSignal) {
  const { startedAtMs } = await readMetrics();
  if (startedAtMs !== null && startedAtMs >= sinceMs) return null;
  await sleep(PASSWORD_AGE_MS, undefined, { signal });
  await pushSample(texts);
  await sleep(COUNTERS_AGE_MS, undefined, { signal });
  return readMetrics();
}

function refusal({ message, hint }: ProbeResult, consequence = ''): AppError {
  return new AppError('verify-failed', message + consequence, {
    hint: hint ?? 'Correct the destination and apply again.',
  });
}

/** Gives vmagent one sample to deliver. One that does not answer is found out by its counters. */
export async function pushSample(texts: Texts): Promise<void> {
  const cluster = clusterIn(texts) ?? 'unknown';
  const body = `weir_apply_check{cluster=${JSON.stringify(cluster)}} 1\n`;
  await request(`${serviceUrl('vmagent')}/api/v1/import/prometheus`, { method: 'POST', body }).catch(
    () => null,
  );
}
