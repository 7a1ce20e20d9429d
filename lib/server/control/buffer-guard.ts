import 'server-only';
import { commandOf } from '../docker/command';
import type { Problem } from '../setup/answers/problems';
import { readProgress } from '../setup/answers/setup-draft';
import { type Destination, wantedUrl } from '../stack/settings';
import { readMetrics } from '../vmagent/client';
import { until } from '../wait';

export const URL_FLAG = '-remoteWrite.url=';
/** A pipeline that works has a block in its buffer now and then, but not for long. */
const TRIES = 4;
const PAUSE_MS = 1500;

export interface BufferCheck {
  problem: Problem | null;
  /** What happens to the buffer, where anything does. */
  words: string | null;
}

/**
 * vmagent deletes what waits for another address when it starts with a new one (components: dangling queues), so
 * a buffer that holds delivered-for data must be empty first. What was collected while the set-up had never
 * delivered anything may go: otherwise a mistyped address could not be corrected.
 * @throws AppError the engine's
 */
export async function checkBuffer(destination: Destination): Promise<BufferCheck> {
  const running = await commandOf('vmagent');
  const flag = running?.args.find((arg) => arg.startsWith(URL_FLAG));
  const wanted = wantedUrl(destination);
  if (!running || flag === undefined || sameQueue(flag.slice(URL_FLAG.length), wanted)) {
    return { problem: null, words: null };
  }
  const bytes = running.isRunning ? await waitingBytes() : null;
  if (bytes === 0) return { problem: null, words: null };
  const { attemptedAtMs, deliveredAtMs } = await readProgress();
  const isFirstTry = attemptedAtMs !== null && deliveredAtMs === null;
  if (bytes === null || isFirstTry) {
    return {
      problem: null,
      words:
        'What may still wait in the buffer for the earlier address is given up: vmagent keeps it per address.',
    };
  }
  return {
    problem: {
      message: `${bytesInWords(bytes)} still wait in the buffer for the earlier destination. With a new address vmagent would throw them away.`,
      hint: 'Let the buffer drain to the earlier destination first: the overview shows how full it is. If that will never take them, stop vmagent on its page: the launch then gives them up.',
      step: 'destination',
    },
    words: null,
  };
}

/** Least that was seen to wait within a few seconds; null when vmagent cannot be asked. */
export async function waitingBytes(tries = TRIES): Promise<number | null> {
  let least: number | null = null;
  const isEmpty = async () => {
    const bytes = (await readMetrics().catch(() => null))?.pendingBytes ?? null;
    if (bytes !== null) least = Math.min(least ?? bytes, bytes);
    return least === 0;
  };
  await until(isEmpty, { everyMs: PAUSE_MS, atMostMs: (tries - 1) * PAUSE_MS });
  return least;
}

/** vmagent names a queue after the address without query and fragment. */
export function sameQueue(one: string, other: string): boolean {
  const bare = (text: string) => text.split(/[?#]/)[0];
  return bare(one) === bare(other);
}

export function bytesInWords(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
