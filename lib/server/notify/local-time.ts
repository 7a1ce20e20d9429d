import 'server-only';
import type { NotifyRules } from '@/lib/schemas/notify';

/** Time of day in a time zone, `21:04`; UTC where the zone is not known any more. */
export function timeOfDay(atMs: number, timeZone: string): string {
  return format(atMs, timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** `22 Nov, 21:04` */
export function dayAndTime(atMs: number, timeZone: string): string {
  return `${format(atMs, timeZone, { day: 'numeric', month: 'short' })}, ${timeOfDay(atMs, timeZone)}`;
}

/** Is this within the quiet hours? They may go over midnight; their end is not part of them. */
export function isQuiet(atMs: number, { quiet, timeZone }: Pick<NotifyRules, 'quiet' | 'timeZone'>): boolean {
  if (quiet === null) return false;
  // Times of two digits each compare as text.
  const now = timeOfDay(atMs, timeZone);
  const { from, to } = quiet;
  return from < to ? now >= from && now < to : now >= from || now < to;
}

function format(atMs: number, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  try {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(atMs);
  } catch {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(atMs);
  }
}
