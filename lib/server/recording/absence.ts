import 'server-only';
import type { TimelineEvent } from '@/lib/schemas/event';
import type { Seen } from './event-log';
import { POWER_CUT } from './power-cuts';

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

interface Start extends Pick<Seen, 'version' | 'bootId'> {
  startedAtMs: number;
}

/** For how long no panel ran before this one. Null: its clock is behind, so it cannot tell yet. Pure. */
export function absence(
  signMs: number,
  seen: Seen | null,
  { startedAtMs, version, bootId }: Start,
): Known | null {
  if (signMs === 0) {
    const title = 'The panel began to watch';
    return { subject: 'first-start', severity: 'info', title, fromMs: startedAtMs, toMs: startedAtMs };
  }
  if (signMs > startedAtMs) return null;
  const isUpdate = seen !== null && seen.version !== version;
  const wasEnded = seen?.isEnd === true && signMs === seen.atMs;
  const isKnown = bootId !== null && seen !== null && seen.bootId !== null;
  const isNewRun = isKnown && seen.bootId !== bootId;
  const isCut = isNewRun && !wasEnded;
  const machine = isCut ? ' The Pi began anew and had not been shut down.' : ' The Pi ran on meanwhile.';
  const words = [
    wasEnded
      ? `It was ended and started again${isNewRun ? ', and so was the Pi' : ''}.`
      : `It ended without notice: up to 15 minutes later than its last sign of life, from which this is counted.${isKnown ? machine : ''}`,
    ...(isUpdate ? [`Version ${seen.version} before, ${version} since.`] : []),
  ];
  return {
    subject: isCut ? POWER_CUT : 'down',
    severity: isCut ? 'warning' : 'info',
    title: isCut
      ? 'The Pi lost its power, or ended in another way without shutting down'
      : 'The panel did not run, so nobody watched',
    detail: words.join(' '),
    fromMs: signMs,
    toMs: startedAtMs,
  };
}

/** An event that this panel noted before its clock was set by `byMs`. When an absence began, an earlier panel noted. */
export function moved(event: TimelineEvent, byMs: number): TimelineEvent {
  const isAbsence = event.kind === 'panel' && [POWER_CUT, 'down'].includes(event.subject);
  return {
    ...event,
    fromMs: isAbsence ? event.fromMs : event.fromMs + byMs,
    toMs: event.toMs === null ? null : event.toMs + byMs,
  };
}
