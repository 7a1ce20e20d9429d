import type { LogLine } from '@/lib/schemas/log-line';

/** JSON log entries as the engine's log hands them out. */
export function logLines(entries: { atMs: number; level?: string; msg: string; err?: string }[]): LogLine[] {
  return entries.map(({ atMs, level = 'ERROR', msg, err }) => ({
    atMs,
    stream: 'stderr',
    level: 'unknown',
    text: JSON.stringify({ time: new Date(atMs).toISOString(), level, msg, err }),
  }));
}
