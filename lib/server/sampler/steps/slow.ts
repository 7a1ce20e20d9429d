import 'server-only';
import type { Slowness } from '@/lib/verdict/terms/types';
import { type Growth, grownSince, REMEMBERED_MS } from './counters';
import { failureIn } from './failure';

/** Requests that a mean is made of at least. */
const REQUESTS_MIN = 3;

/**
 * Since when the destination owes an answer to a first try. vmagent sends a block at once and gives a request a
 * minute (`-remoteWrite.sendTimeout`), so a destination that hangs shows in no counter until then: only in data
 * that was put into the queue while no request came to an end.
 */
export function unansweredSince(
  before: { unansweredSinceMs: number | null },
  { atMs, by, refused }: Growth,
): number | null {
  if (by.delivered > 0 || by.networkErrors > 0 || refused.size > 0) return null;
  return before.unansweredSinceMs ?? (by.bytesQueued > 0 ? atMs : null);
}

/** How long requests take: on average over five minutes, and the one that is under way. Pure. */
export function slowness(
  memory: { history: readonly Growth[]; unansweredSinceMs: number | null },
  atMs: number,
): Slowness {
  const grown = (name: 'requests' | 'requestSeconds') =>
    grownSince(memory.history, name, atMs - REMEMBERED_MS);
  const requests = grown('requests');
  return {
    requestSeconds: requests < REQUESTS_MIN ? null : grown('requestSeconds') / requests,
    unansweredSeconds:
      memory.unansweredSinceMs === null ? null : Math.max(0, atMs - memory.unansweredSinceMs) / 1000,
  };
}

/** While 2XX are counted too, failures are worth a word when they come back this often within this time. */
const SLOWED_TURNS = 3;
export const SLOWED_MS = 2 * 60_000;

/** Success and failure by turns, three times within two minutes; an outage that is over is one turn. */
export function isSlowed(history: readonly Growth[], atMs: number): boolean {
  let turns = 0;
  let wasGood = false;
  for (const step of history) {
    if (step.atMs <= atMs - SLOWED_MS) continue;
    const isGood = step.by.delivered > 0;
    const isBad = failureIn(step) !== null;
    if (isBad && wasGood) turns += 1;
    if (isGood || isBad) wasGood = isGood;
  }
  return turns >= SLOWED_TURNS;
}
