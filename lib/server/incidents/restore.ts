import 'server-only';
import type { TimelineEvent } from '@/lib/schemas/event';
import { type Incident, OVER_MS, type Words, wordsOf } from './machine';

/** An incident that people know of and whose end they are still to be told. */
export interface Awaited extends Words {
  incidentId: string;
  findingId: string;
  sinceMs: number;
}

interface Restoring {
  nowMs: number;
  /** The last sign of life of the panel before; 0: none. */
  signMs: number;
}

/**
 * The incidents that go on after a restart: those that were open, those that were gone for a moment only, and those whose
 * end is still to be told. Nobody looked meanwhile, so none of them has been gone for any time yet. Pure.
 * @param events the saved ones, oldest first
 */
export function restoreIncidents(
  events: readonly TimelineEvent[],
  awaited: readonly Awaited[],
  { nowMs, signMs }: Restoring,
): Incident[] {
  const latest = new Map(
    events.flatMap((event) => (event.kind === 'finding' ? [[event.subject, event] as const] : [])),
  );
  const toldOf = new Map(awaited.map((one) => [one.findingId, one]));
  return [...new Set([...latest.keys(), ...toldOf.keys()])].flatMap((findingId) => {
    const told = toldOf.get(findingId);
    const event = latest.get(findingId);
    // People may have been told of one that came too short before a power cut to be saved with the events.
    const isSame = event && (!told || told.incidentId === event.id);
    if (told && !isSame) {
      const lastSeenMs = Math.max(told.sinceMs, signMs);
      return [{ ...resumed(told.incidentId, findingId, wordsOf(told), told.sinceMs), lastSeenMs }];
    }
    if (!event) return [];
    const { id, severity, title, fromMs, toMs, times } = event;
    if (toMs !== null && nowMs - toMs > OVER_MS && told === undefined) return [];
    const words = { consequence: '', fix: '', ...(told && wordsOf(told)), severity, title };
    const lastSeenMs = toMs ?? Math.max(fromMs, signMs);
    return [{ ...resumed(id, findingId, words, fromMs), lastSeenMs, goneAtMs: toMs, times }];
  });
}

function resumed(id: string, findingId: string, words: Words, sinceMs: number): Incident {
  return {
    ...words,
    id,
    findingId,
    sinceMs,
    lastSeenMs: sinceMs,
    goneAtMs: null,
    heldMs: 0,
    goneMs: 0,
    worseAtMs: 0,
    times: 1,
    hasBegun: true,
    isOwn: false,
    isResumed: true,
    isPart: false,
    parts: [],
  };
}
