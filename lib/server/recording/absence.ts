import 'server-only';
import type { TimelineEvent } from '@/lib/schemas/event';
import type { Seen } from './event-log';

export type Known = Pick<TimelineEvent, 'subject' | 'severity' | 'title' | 'fromMs'> &
  Partial<Pick<TimelineEvent, 'toMs' | 'detail'>>;

/** The newest time that an earlier panel has left behind; 0: none. @param loadedToMs of the saved curves */
export function lastSign(
  seen: Seen | null,
  events: readonly TimelineEvent[],
  loadedToMs: number | null,
): number {
  return Math.max(seen?.atMs ?? 0, loadedToMs ?? 0, ...events.map(({ fromMs, toMs }) => toMs ?? fromMs));
}

/** For how long no panel ran before this one. Null: its clock is behind, so it cannot tell yet. Pure. */
export function absence(
  signMs: number,
  seen: Seen | null,
  { startedAtMs, version }: { startedAtMs: number; version: string },
): Known | null {
  if (signMs === 0) {
    const title = 'The panel began to watch';
    return { subject: 'first-start', severity: 'info', title, fromMs: startedAtMs, toMs: startedAtMs };
  }
  if (signMs > startedAtMs) return null;
  const isUpdate = seen !== null && seen.version !== version;
  const words = [
    seen?.isEnd && signMs === seen.atMs
      ? 'It was ended and started again.'
      : 'It ended without notice, as after a power cut: up to 15 minutes later than its last sign of life, from which this is counted.',
    ...(isUpdate ? [`Version ${seen.version} before, ${version} since.`] : []),
  ];
  const title = 'The panel did not run, so nobody watched';
  return {
    subject: 'down',
    severity: 'info',
    title,
    detail: words.join(' '),
    fromMs: signMs,
    toMs: startedAtMs,
  };
}

/** An event that this panel noted before its clock was set by `byMs`. When an absence began, an earlier panel noted. */
export function moved(event: TimelineEvent, byMs: number): TimelineEvent {
  const isAbsence = event.kind === 'panel' && event.subject === 'down';
  return {
    ...event,
    fromMs: isAbsence ? event.fromMs : event.fromMs + byMs,
    toMs: event.toMs === null ? null : event.toMs + byMs,
  };
}
