import 'server-only';
import type { BackupSchedule } from '@/lib/schemas/backup/backup';
import type { BackupState } from './backup-state';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What failed is tried again after an hour. */
const AGAIN_MS = HOUR_MS;
const WEEK_HOURS = 8 * 24;

export const intervalMs = ({ every }: BackupSchedule): number | null =>
  every === 'off' ? null : every === 'day' ? DAY_MS : 7 * DAY_MS;

/** Whether this hour is one in which a backup is made. */
function isSlot(atMs: number, { every, hour }: BackupSchedule, timeZone: string): boolean {
  const options = { hour: '2-digit', hourCycle: 'h23', weekday: 'short', timeZone } as const;
  const parts = new Intl.DateTimeFormat('en', options).formatToParts(atMs);
  const of = (type: string) => parts.find((part) => part.type === type)?.value;
  return Number(of('hour')) === hour && (every === 'day' || of('weekday') === 'Sun');
}

/** The slot before or after a moment, hour by hour: days of 23 and 25 hours are as long as they are. */
function slot(schedule: BackupSchedule, nowMs: number, timeZone: string, step: 1 | -1): number | null {
  if (schedule.every === 'off') return null;
  const thisHourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  for (let hours = step === 1 ? 1 : 0; hours <= WEEK_HOURS; hours += 1) {
    const atMs = thisHourMs + step * hours * HOUR_MS;
    if (isSlot(atMs, schedule, timeZone)) return atMs;
  }
  return null;
}

export const nextSlot = (schedule: BackupSchedule, nowMs: number, timeZone: string): number | null =>
  slot(schedule, nowMs, timeZone, 1);

/**
 * Whether a backup is to be made now: its hour has come since the last good one, or had come while the panel was away.
 * The zone is asked for only where that can be.
 */
export function isDue(state: BackupState, nowMs: number, timeZone: () => string): boolean {
  const { schedule, recipient, newestAtMs, triedAtMs, failure, scheduledAtMs } = state;
  if (recipient === null || schedule.every === 'off') return false;
  const doneMs = Math.max(newestAtMs ?? 0, scheduledAtMs);
  // A clock that was set back, and a try that has just failed.
  if (nowMs < doneMs || (failure !== null && nowMs >= triedAtMs && nowMs - triedAtMs < AGAIN_MS))
    return false;
  const latestMs = slot(schedule, nowMs, timeZone(), -1);
  return latestMs !== null && latestMs > doneMs;
}
