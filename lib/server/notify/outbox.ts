import 'server-only';
import type { SendResult } from '@/lib/schemas/notify';
import { channelFindingId } from '@/lib/telling';
import type { News, NotifyState, Outgoing } from './types';

const HOUR_MS = 3_600_000;
/** Messages of one channel in any hour. What comes beyond waits and goes together in one. */
export const MOST_AN_HOUR = 12;
export const FIRST_RETRY_MS = 30_000;
export const LONGEST_RETRY_MS = 15 * 60_000;
/** A message that could not be sent for so long says nothing new any more. */
export const MOST_AGE_MS = 24 * HOUR_MS;

type Outbox = readonly Outgoing[];

interface Adding {
  channelIds: readonly string[];
  news: readonly News[];
  nowMs: number;
  /** Ids of messages that are being sent: their content is what it is. */
  sending: ReadonlySet<string>;
  newId: () => string;
}

/** Adds news for each channel: to the message that waits there, else as a new one. */
export function addNews(outbox: Outbox, { channelIds, news, nowMs, sending, newId }: Adding): Outgoing[] {
  if (news.length === 0) return [...outbox];
  let result = [...outbox];
  for (const channelId of channelIds) {
    // That a channel fails is for the others: on its own it would be told again and again, and only once it works.
    const own = news.filter(({ findingId }) => findingId !== channelFindingId(channelId));
    if (own.length === 0) continue;
    const waiting = result.find((item) => item.channelId === channelId && !sending.has(item.id));
    const merged = own.reduce(mergeNews, waiting?.news ?? []);
    result = result.filter((item) => item !== waiting);
    // News are a reason to try again now, whatever came of the tries before.
    const fresh = { changedAtMs: nowMs, attempts: 0, notBeforeMs: nowMs };
    result.push({ id: newId(), channelId, news: merged, ...fresh });
  }
  return result;
}

/** One line for each finding: what is newest, and `past` for what nobody was told of while it was there. */
function mergeNews(lines: News[], added: News): News[] {
  const known = lines.find(({ findingId }) => findingId === added.findingId);
  const others = lines.filter((line) => line !== known);
  if (known === undefined) return [...others, added];
  if (added.kind === 'ended' && (known.kind === 'opened' || known.kind === 'past'))
    return [...others, { ...added, kind: 'past', sinceMs: Math.min(known.sinceMs, added.sinceMs) }];
  if (added.kind === 'reminder' && known.kind === 'opened') return [...others, { ...added, kind: 'opened' }];
  return [...others, added];
}

/** The messages that may be sent now: at most one of a channel at a time, within its cap. */
export function dueNow(state: NotifyState, nowMs: number, sending: ReadonlySet<string>): Outgoing[] {
  const busy = new Set(state.outbox.filter(({ id }) => sending.has(id)).map(({ channelId }) => channelId));
  return state.outbox.filter((item) => {
    const waitMs = item.notBeforeMs - nowMs;
    // Nothing waits longer than an hour: a later time is one from before the clock was set back.
    if (busy.has(item.channelId) || (waitMs > 0 && waitMs <= HOUR_MS)) return false;
    if (recent(state.sentAtMs[item.channelId], nowMs).length >= MOST_AN_HOUR) return false;
    busy.add(item.channelId);
    return true;
  });
}

const recent = (times: readonly number[] | undefined, nowMs: number) =>
  (times ?? []).filter((atMs) => atMs > nowMs - HOUR_MS && atMs <= nowMs);

/** The state after a try: the message is gone, or waits for another one. */
export function afterTry(
  state: NotifyState,
  tried: Outgoing,
  result: SendResult & { retryAfterSeconds?: number | null },
  nowMs: number,
): NotifyState {
  const { retryAfterSeconds, ...said } = result;
  const last = { ...state.last, [tried.channelId]: { ...said, atMs: nowMs } };
  const others = state.outbox.filter(({ id }) => id !== tried.id);
  const { [tried.channelId]: run, ...otherRuns } = state.failing;
  if (result.wasSent) {
    const times = [...recent(state.sentAtMs[tried.channelId], nowMs), nowMs];
    const sentAtMs = { ...state.sentAtMs, [tried.channelId]: times };
    return { ...state, last, outbox: others, sentAtMs, failing: otherRuns };
  }
  const failing = {
    ...otherRuns,
    [tried.channelId]: { sinceMs: run?.sinceMs ?? nowMs, tries: (run?.tries ?? 0) + 1 },
  };
  const attempts = tried.attempts + 1;
  const notBeforeMs = nowMs + waitBefore(attempts, result.status, retryAfterSeconds ?? null);
  const again = { ...tried, attempts, notBeforeMs };
  // What came while it was being sent belongs behind it, never before.
  const behind = others.find(({ channelId }) => channelId === tried.channelId);
  if (behind === undefined) return { ...state, last, failing, outbox: [...others, again] };
  const both = { ...again, id: behind.id, news: behind.news.reduce(mergeNews, tried.news) };
  return { ...state, last, failing, outbox: [...others.filter((item) => item !== behind), both] };
}

function waitBefore(attempts: number, status: number | null, retryAfterSeconds: number | null): number {
  const backoff = Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LONGEST_RETRY_MS);
  const asked = Math.min((retryAfterSeconds ?? 0) * 1000, HOUR_MS);
  return Math.max(isRefusal(status) ? LONGEST_RETRY_MS : backoff, asked);
}

/** A refusal stays one until somebody changes the settings, which tries again by itself. */
export function isRefusal(status: number | null): boolean {
  return status !== null && status >= 400 && status < 500 && ![408, 425, 429].includes(status);
}

/** Without what is too old, and without what is for channels that are not there or off. */
export function tidyOutbox(outbox: Outbox, channelIds: readonly string[], nowMs: number): Outgoing[] {
  return outbox.filter(
    ({ channelId, changedAtMs }) => channelIds.includes(channelId) && nowMs - changedAtMs < MOST_AGE_MS,
  );
}

/** The settings were changed or the clock was set: what waits is tried now. */
export function retryNow(outbox: Outbox, nowMs: number): Outgoing[] {
  return outbox.map((item) => ({ ...item, notBeforeMs: nowMs }));
}
