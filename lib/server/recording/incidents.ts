import 'server-only';
import { TITLE_MAX, type TimelineEvent } from '@/lib/schemas/event';
import type { Finding, Snapshot } from '@/lib/schemas/snapshot';
import type { Lost } from './lost';

const SETTLE_MS = 5000;
/** What comes back this soon has not been away: it stays one event. */
const MERGE_MS = 3 * 60_000;
/** A panel that has just started may need this long to see again what was wrong before. */
export const RESUME_MS = 3 * 60_000;
/** Says for ten minutes more what another finding has said. */
const ECHO = 'lost-recently';
const isWorthAnEvent = ({ id, severity }: Finding) => severity !== 'info' && id !== ECHO;

type Open = Pick<TimelineEvent, 'subject' | 'severity' | 'title' | 'fromMs'>;

export interface Incidents {
  /**
   * @param lost what was thrown away since the last snapshot
   * @returns the events that began, ended or have more to tell than before; `isNews`: worth saving soon
   */
  onSnapshot(snapshot: Snapshot, lost: Lost): { changed: TimelineEvent[]; isNews: boolean };
  /** The clock was set: `move` gives an event by the new one. */
  onClockSet(move: (event: TimelineEvent) => TimelineEvent, byMs: number): void;
}

/**
 * Makes events of findings: one from when it appears until it is gone. Those that were open when the panel ended stay
 * open until a panel that sees the pipeline again no longer finds them.
 * @param restored the saved events of kind `finding`, oldest first
 * @param make an event with an id of its own
 */
export function createIncidents(
  restored: readonly TimelineEvent[],
  firstMs: number,
  make: (open: Open) => TimelineEvent,
): Incidents {
  let startedAtMs = firstMs;
  /** The newest event of each finding. */
  const latest = new Map(restored.map((event) => [event.subject, event]));
  /** Open since before this panel, and not seen by it yet. */
  const resumed = new Set(restored.filter(({ toMs }) => toMs === null).map(({ subject }) => subject));

  /** What vmagent had delivered when this panel first asked. */
  let deliveredBefore: number | null = null;

  /** What lasts so short is no event: a cause is found out a moment after its effect, and takes its place. */
  const unsettled = new Map<string, { event: TimelineEvent; sinceMs: number }>();

  function begun({ id, severity, title, sinceMs }: Finding): TimelineEvent {
    resumed.delete(id);
    const known = latest.get(id);
    if (known?.toMs === null) return { ...known, severity, title };
    const earlier = unsettled.get(id)?.event;
    if (earlier) return { ...earlier, severity, title };
    if (known && sinceMs - known.toMs <= MERGE_MS && sinceMs >= known.fromMs) {
      return { ...known, severity, title, toMs: null, times: known.times + 1 };
    }
    return make({ subject: id, severity, title, fromMs: sinceMs });
  }

  function withFigures(event: TimelineEvent, snapshot: Snapshot, lost: Lost): TimelineEvent {
    if (event.severity === 'warning') return event;
    const { bytes } = snapshot.buffer;
    const isLosing = event.severity === 'losing' && (lost.blocks > 0 || lost.bytes !== null);
    return {
      ...event,
      bufferedBytes: bytes === null ? event.bufferedBytes : Math.max(bytes, event.bufferedBytes ?? 0),
      lostBlocks: isLosing ? (event.lostBlocks ?? 0) + lost.blocks : event.lostBlocks,
      lostBytes: isLosing && lost.bytes !== null ? (event.lostBytes ?? 0) + lost.bytes : event.lostBytes,
    };
  }

  function hasEnded(event: TimelineEvent, snapshot: Snapshot): number | null {
    if (!resumed.has(event.subject)) return snapshot.atMs;
    // Not seen yet is not gone: only a delivery since, or time, tells. A young vmagent's earlier ones do not.
    const { deliveredRequests } = snapshot.delivery;
    const hasDelivered =
      deliveredRequests !== null && deliveredRequests > (deliveredBefore ?? deliveredRequests);
    const isClear = snapshot.verdict.state === 'ok' && hasDelivered;
    const isKnown = snapshot.verdict.state !== 'unknown' && snapshot.atMs - startedAtMs > RESUME_MS;
    return isClear || isKnown ? Math.max(startedAtMs, event.fromMs) : null;
  }

  return {
    onClockSet(move, byMs) {
      startedAtMs += byMs;
      for (const [subject, event] of latest) latest.set(subject, move(event));
      for (const [id, { event, sinceMs }] of unsettled)
        unsettled.set(id, { event: move(event), sinceMs: sinceMs + byMs });
    },
    onSnapshot(snapshot, lost) {
      deliveredBefore ??= snapshot.delivery.deliveredRequests;
      const changed: TimelineEvent[] = [];
      let isNews = false;
      const note = (next: TimelineEvent) => {
        if (JSON.stringify(latest.get(next.subject)) !== JSON.stringify(next)) changed.push(next);
        latest.set(next.subject, next);
      };
      const found = snapshot.verdict.findings
        .filter(isWorthAnEvent)
        .map((finding) => ({ ...finding, title: finding.title.slice(0, TITLE_MAX) }));
      for (const finding of found) {
        const { id, sinceMs } = finding;
        const isOpen = latest.get(id)?.toMs === null;
        const event = withFigures(begun(finding), snapshot, lost);
        if (!isOpen && snapshot.atMs - sinceMs < SETTLE_MS) {
          unsettled.set(id, { event, sinceMs });
          continue;
        }
        unsettled.delete(id);
        note(event);
        isNews ||= !isOpen;
      }
      const present = new Set(found.map(({ id }) => id));
      for (const [id, { event, sinceMs }] of unsettled) {
        if (present.has(id)) continue;
        unsettled.delete(id);
        if (snapshot.atMs - sinceMs < SETTLE_MS) continue;
        note({ ...event, toMs: snapshot.atMs });
        isNews = true;
      }
      for (const event of latest.values()) {
        if (event.toMs !== null || present.has(event.subject)) continue;
        const toMs = hasEnded(event, snapshot);
        if (toMs === null) {
          note(withFigures(event, snapshot, lost));
          continue;
        }
        const detail = resumed.delete(event.subject) ? 'It ended while the panel did not run.' : event.detail;
        note({ ...event, toMs, detail });
        isNews = true;
      }
      return { changed, isNews };
    },
  };
}
