import 'server-only';
import { randomUUID } from 'node:crypto';
import { DETAIL_MAX, KEPT_EVENTS, TITLE_MAX, type TimelineEvent } from '@/lib/schemas/event';
import type { Snapshot } from '@/lib/schemas/snapshot';
import type { Task } from '@/lib/schemas/task';
import type { IncidentNews } from '../incidents/incidents';
import type { Incident } from '../incidents/machine';
import { type Awaited, restoreIncidents } from '../incidents/restore';
import { logger } from '../logger';
import { createBucket } from '../wait';
import { absence, type Known, lastSign, moved } from './absence';
import type { Dropped, EventLog, Seen } from './event-log';
import { createIncidentEvents } from './incident-events';
import type { Lost } from './lost';
import { notePowerCuts } from './power-cuts';
import type { SeriesStore } from './series-store';
import { createRestartWatch } from './service-restarts';

/** How often rings and events are saved while nothing happens: what a power cut may cost of the curves. */
export const SAVE_MS = 15 * 60_000;
const AGAIN_MS = 10 * 60_000;
/** News is worth a write of its own, but an SD card wears out: the rest is written with the next regular save. */
const NEWS = { burst: 10, everyMs: 30 * 60_000 };

interface Ports {
  series: SeriesStore;
  log: EventLog;
  now(): number;
  /** Milliseconds of the steady clock. */
  steadyNow(): number;
  takeLost(): Lost;
  resume(incidents: readonly Incident[]): void;
  bootId: Seen['bootId'];
  version: string;
}

export interface Keeper {
  /**
   * Loads what was saved, and notes for how long the panel was not there. Before the first sample. Never rejects.
   * @param awaited incidents whose end people are still to be told
   */
  start(awaited: readonly Awaited[]): Promise<void>;
  onNews(news: IncidentNews): void;
  onTask(task: Task): void;
  /** The panel ends: saves everything, and takes no more notes. */
  end(): void;
}

/** Keeps rings and events on the disk, and makes the events. */
export function createKeeper(ports: Ports): Keeper {
  const { series, log, now, steadyNow, takeLost, resume, version, bootId } = ports;
  const budget = createBucket(NEWS, steadyNow);
  const restarts = createRestartWatch();
  let savedAtMs = steadyNow();
  let hasEnded = false;
  let isFailing = false;
  let dropped: Dropped | null = null;
  /** The panel's absence, until vmagent tells what was lost meanwhile. */
  let absent: { event: TimelineEvent; dropped: Dropped } | null = null;
  /** What an earlier panel has left behind, while this one's clock is too far behind to tell its absence. */
  let untold: { signMs: number; seen: Seen | null } | null = null;
  let startedAtMs = now();
  /** Events that this panel has made: their times are by its clock. */
  const own = new Set<string>();

  function make(kind: TimelineEvent['kind'], known: Known, id: string = randomUUID()): TimelineEvent {
    own.add(id);
    const [oldest] = own;
    if (own.size > KEPT_EVENTS && oldest !== undefined) own.delete(oldest);
    const nothing = { toMs: null, detail: null, bufferedBytes: null, lostBlocks: null, lostBytes: null };
    return { id, kind, times: 1, ...nothing, ...known };
  }
  const add = (kind: TimelineEvent['kind'], known: Known) => log.put(make(kind, known));
  const noteIncidents = createIncidentEvents(log, (known, id) => make('finding', known, id));

  /** A service that starts and stops again and again is one event: a thousand would push all others out of the list. */
  function noteRestart(restart: Known, toMs: number): void {
    const known = log.events().findLast(({ kind, title }) => kind === 'service' && title === restart.title);
    const isAgain = known !== undefined && restart.fromMs - (known.toMs ?? 0) <= AGAIN_MS;
    if (isAgain) log.put({ ...known, toMs, times: known.times + 1 });
    else add('service', { ...restart, toMs });
  }

  /** vmagent goes on counting while the panel does not run. */
  function countDropped({ vmagent, delivery }: Snapshot): void {
    if (vmagent.state !== 'up' || delivery.droppedBlocks === null) return;
    dropped = { startedAtMs: vmagent.startedAtMs, blocks: delivery.droppedBlocks };
    if (absent === null) return;
    const isSame = absent.dropped.startedAtMs === dropped.startedAtMs;
    const lostBlocks = Math.max(0, dropped.blocks - (isSame ? absent.dropped.blocks : 0));
    log.put({ ...absent.event, lostBlocks });
    absent = null;
  }

  function write(what: 'all' | 'events', isEnd = false): void {
    try {
      if (what === 'all') {
        savedAtMs = steadyNow();
        series.save(now(), isEnd);
      }
      log.save({ atMs: now(), version, isEnd, dropped, bootId });
      isFailing = false;
    } catch (error) {
      if (!isFailing) logger().warn({ err: error }, 'the recording cannot be saved; it is kept in memory');
      isFailing = true;
    }
  }

  function isAllowed(): boolean {
    if (budget.waitMs() > 0) return false;
    budget.spend();
    return true;
  }

  function saveIfDue(): void {
    if (steadyNow() - savedAtMs >= SAVE_MS) write('all');
  }

  function noteAbsence(signMs: number, seen: Seen | null): void {
    const gap = absence(signMs, seen, { startedAtMs, version, bootId });
    untold = gap === null ? { signMs, seen } : null;
    if (gap === null) return;
    const event = make('panel', gap);
    log.put(event);
    if (seen?.dropped) absent = { event, dropped: seen.dropped };
  }

  /** A Pi has no clock of its own: after its start it is behind for as long as it was off, until the network is up. */
  function onClockSet(jumpMs: number): void {
    const move = (event: TimelineEvent) => (own.has(event.id) ? moved(event, jumpMs) : event);
    startedAtMs += jumpMs;
    for (const event of log.events()) if (own.has(event.id)) log.put(move(event));
    if (absent) absent.event = move(absent.event);
    if (untold) noteAbsence(untold.signMs, untold.seen);
    notePowerCuts(log.events());
    // What was saved may only fit in now.
    void series.load(now());
  }

  return {
    async start(awaited) {
      await series.load(now());
      const seen = await log.load(now());
      const signMs = lastSign(seen, log.events(), series.loadedToMs());
      resume(restoreIncidents(log.events(), awaited, { nowMs: now(), signMs }));
      noteAbsence(signMs, seen);
      notePowerCuts(log.events());
      write('all');
    },
    onNews(news) {
      if (hasEnded) return;
      const { snapshot, jumpMs } = news;
      if (jumpMs !== 0) onClockSet(jumpMs);
      countDropped(snapshot);
      const isNews = noteIncidents(news, takeLost());
      const restart = restarts.onSnapshot(snapshot, steadyNow());
      if (restart) noteRestart(restart, snapshot.atMs);
      if ((isNews || restart) && isAllowed()) write('events');
      else saveIfDue();
    },
    onTask(task) {
      if (hasEnded) return;
      restarts.onTask(task.state === 'running', steadyNow());
      if (task.state === 'running' || task.finishedAtMs === null) return;
      const { kind, title, startedAtMs: fromMs, finishedAtMs: toMs, outcome, error } = task;
      const isGivenUp = error?.code === 'given-up';
      const isFailed = task.state === 'failed' && !isGivenUp;
      const what = isFailed ? 'Failed: ' : isGivenUp ? 'Put back: ' : '';
      add('task', {
        subject: kind,
        severity: isFailed ? 'warning' : 'info',
        title: (what + title).slice(0, TITLE_MAX),
        detail: (error?.message ?? outcome)?.slice(0, DETAIL_MAX) ?? null,
        fromMs,
        toMs,
      });
      if (isAllowed()) write('events');
    },
    end() {
      if (hasEnded) return;
      hasEnded = true;
      write('all', true);
    },
  };
}
