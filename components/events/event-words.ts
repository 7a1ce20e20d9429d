import { formatDuration } from '@/lib/duration';
import { formatBytes, formatTimeOfDay, plural } from '@/lib/format';
import type { TimelineEvent } from '@/lib/schemas/event';

const MINUTE_MS = 60_000;
const shortDate = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** `18 min`, `for 12 min so far`, or nothing for what was over at once. */
export function durationWords({ fromMs, toMs }: TimelineEvent, nowMs: number): string | null {
  if (toMs === null)
    return nowMs === 0 ? 'not over' : `for ${formatDuration((nowMs - fromMs) / 1000)} so far`;
  return toMs - fromMs < 1000 ? null : formatDuration((toMs - fromMs) / 1000);
}

/** `14:32 – 14:50`; dates where it went beyond a day. */
export function spanWords({ fromMs, toMs }: TimelineEvent): string {
  const from = formatTimeOfDay(fromMs);
  if (toMs === null) return `since ${from}`;
  if (toMs - fromMs < MINUTE_MS) return from;
  const isSameDay = new Date(fromMs).toDateString() === new Date(toMs).toDateString();
  return `${from} – ${isSameDay ? formatTimeOfDay(toMs) : shortDate.format(toMs)}`;
}

/** The most that waited; null where that says nothing: what vmagent is trying to send is not counted. */
export function bufferedWords({ bufferedBytes }: TimelineEvent): string | null {
  return bufferedBytes ? formatBytes(bufferedBytes) : null;
}

/** What it cost; null where nothing can have been lost. */
export function lostWords({ kind, severity, lostBlocks, lostBytes, toMs }: TimelineEvent): string | null {
  if (kind === 'panel' && lostBlocks !== null)
    return lostBlocks > 0 ? plural(lostBlocks, 'block') : 'nothing';
  if (kind !== 'finding' || severity === 'warning' || severity === 'info') return null;
  if (lostBlocks !== null) {
    const blocks = plural(lostBlocks, 'block');
    return lostBytes === null ? blocks : `${formatBytes(lostBytes)} in ${blocks}`;
  }
  if (severity === 'waiting') return toMs === null ? 'nothing so far' : 'nothing';
  return 'not counted';
}

export interface EventDay {
  /** Local midnight or later: tells days apart. */
  key: string;
  title: string;
  events: TimelineEvent[];
}

/** By the day on which each began, in the reader's time zone; the order is kept. */
export function byDay(events: readonly TimelineEvent[], nowMs: number): EventDay[] {
  const days = new Map<string, EventDay>();
  for (const event of events) {
    const key = new Date(event.fromMs).toDateString();
    const day = days.get(key) ?? { key, title: dayTitle(event.fromMs, nowMs), events: [] };
    day.events.push(event);
    days.set(key, day);
  }
  return [...days.values()];
}

function dayTitle(atMs: number, nowMs: number): string {
  const day = new Date(atMs).toDateString();
  if (nowMs > 0 && day === new Date(nowMs).toDateString()) return 'Today';
  const yesterday = new Date(nowMs);
  // Not 24 hours before: a day in which the clocks change has one more or less.
  yesterday.setDate(yesterday.getDate() - 1);
  if (nowMs > 0 && day === yesterday.toDateString()) return 'Yesterday';
  return new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' }).format(atMs);
}
