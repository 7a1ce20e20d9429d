import 'server-only';
import { TITLE_MAX, type TimelineEvent } from '@/lib/schemas/event';
import type { Snapshot } from '@/lib/schemas/snapshot';
import type { IncidentNews } from '../incidents/incidents';
import type { Incident } from '../incidents/machine';
import type { Known } from './absence';
import type { EventLog } from './event-log';
import type { Lost } from './lost';

type Log = Pick<EventLog, 'get' | 'put'>;
type Make = (known: Known, id: string) => TimelineEvent;

/** Keeps one event for each incident, under the same id. */
export function createIncidentEvents(log: Log, make: Make) {
  /** What was seen for a moment only counts from its beginning, once it is an incident. */
  let unsettled = new Map<string, TimelineEvent>();

  /**
   * @param lost what was thrown away since the last news
   * @returns whether something began, ended or came back: worth saving soon
   */
  return ({ incidents, over, snapshot }: IncidentNews, lost: Lost): boolean => {
    const before = unsettled;
    unsettled = new Map();
    let isNews = false;
    for (const incident of [...Object.values(incidents), ...over]) {
      const { id, findingId: subject, severity, title, sinceMs: fromMs, goneAtMs } = incident;
      const saved = log.get(id);
      const known = saved ?? before.get(id);
      // It was over before anything could be noted of it.
      if (known === undefined && goneAtMs !== null) continue;
      const event = eventOf(known ?? make({ subject, severity, title, fromMs }, id), incident);
      const next = goneAtMs === null ? withFigures(event, snapshot, lost) : event;
      if (!incident.hasBegun) {
        unsettled.set(id, next);
        continue;
      }
      if (JSON.stringify(saved) === JSON.stringify(next)) continue;
      log.put(next);
      isNews ||= saved?.toMs !== next.toMs;
    }
    return isNews;
  };
}

function eventOf(event: TimelineEvent, incident: Incident): TimelineEvent {
  const { severity, title, sinceMs: fromMs, goneAtMs: toMs, times, isResumed } = incident;
  const isUnseenEnd = isResumed && event.toMs === null && toMs !== null;
  const detail = isUnseenEnd ? 'It ended while the panel did not run.' : event.detail;
  return { ...event, severity, title: title.slice(0, TITLE_MAX), detail, fromMs, toMs, times };
}

function withFigures(event: TimelineEvent, { buffer }: Snapshot, lost: Lost): TimelineEvent {
  if (event.severity === 'warning') return event;
  const isLosing = event.severity === 'losing' && (lost.blocks > 0 || lost.bytes !== null);
  return {
    ...event,
    bufferedBytes:
      buffer.bytes === null ? event.bufferedBytes : Math.max(buffer.bytes, event.bufferedBytes ?? 0),
    lostBlocks: isLosing ? (event.lostBlocks ?? 0) + lost.blocks : event.lostBlocks,
    lostBytes: isLosing && lost.bytes !== null ? (event.lostBytes ?? 0) + lost.bytes : event.lostBytes,
  };
}
