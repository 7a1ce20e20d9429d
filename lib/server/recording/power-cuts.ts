import 'server-only';
import type { TimelineEvent } from '@/lib/schemas/event';
import { singleton } from '../singleton';

/** Subject of an absence in which the machine itself began anew without having been shut down. */
export const POWER_CUT = 'power-cut';

const DAYS_MS = 7 * 24 * 60 * 60_000;

const known = () => singleton('power-cuts', () => ({ atMs: [] as number[] }));

/** Takes the cuts among all events that are kept. */
export function notePowerCuts(events: readonly TimelineEvent[]): void {
  known().atMs = events.flatMap(({ subject, toMs }) =>
    subject === POWER_CUT && toMs !== null ? [toMs] : [],
  );
}

/** How often the machine began anew within seven days without having been shut down. */
export const recentPowerCuts = (nowMs: number): number =>
  known().atMs.filter((atMs) => nowMs - atMs < DAYS_MS).length;
