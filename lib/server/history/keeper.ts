import 'server-only';
import { randomUUID } from 'node:crypto';
import type { TimelineEvent } from '@/lib/schemas/event';
import type { Job } from '@/lib/schemas/job';
import type { Snapshot } from '@/lib/schemas/snapshot';
import { logger } from '../logger';
import type { Lost } from '../sampler/lost';
import type { Dropped, EventLog, Seen } from './event-log';
import { createIncidents, type Incidents, RESUME_MS } from './incidents';
import { createSaveBudget } from './save-budget';
import type { SeriesStore } from './series-store';
import { createRestartWatch } from './service-restarts';

/** How often rings and events are saved while nothing happens: what a power cut may cost of the curves. */
export const SAVE_MS = 15 * 60_000;
const CLOCK_JUMP_MS = 30_000;

interface Ports {
  series: SeriesStore;
  log: EventLog;
  now(): number;
  /** Milliseconds of a clock that nobody sets. */
  steadyNow(): number;
  takeLost(): Lost;
  resume(open: { id: string; sinceMs: number }[], untilMs: number): void;
  version: string;
}

export interface Keeper {
  /** Loads what was saved, and notes for how long the panel was not there. Before the first sample. Never rejects. */
  start(): Promise<void>;
  onSnapshot(snapshot: Snapshot): void;
  onJob(job: Job): void;
  /** The panel ends: saves everything, and takes no more notes. */
  end(): void;
}

type Known = Pick<TimelineEvent, 'subject' | 'severity' | 'title' | 'fromMs'> &
  Partial<Pick<TimelineEvent, 'toMs' | 'detail'>>;

/** Keeps rings and events on the disk, and makes the events. */
export function createKeeper({ series, log, now, steadyNow, takeLost, resume, version }: Ports): Keeper {
  const budget = createSaveBudget(now());
  const restarts = createRestartWatch();
  let incidents: Incidents | null = null;
  let savedAtMs = steadyNow();
  let aheadMs = now() - steadyNow();
  let hasEnded = false;
  let isFailing = false;
  let dropped: Dropped | null = null;
  /** The panel's absence, until vmagent tells what was lost meanwhile. */
  let absent: { event: TimelineEvent; dropped: Dropped } | null = null;

  const make = (kind: TimelineEvent['kind'], known: Known): TimelineEvent => ({
    id: randomUUID(),
    kind,
    toMs: null,
    detail: null,
    times: 1,
    bufferedBytes: null,
    lostBlocks: null,
    lostBytes: null,
    ...known,
  });
  const add = (kind: TimelineEvent['kind'], known: Known) => log.put(make(kind, known));

  function absence(seen: Seen | null, nowMs: number): Known | null {
    const signs = log.events().flatMap(({ fromMs, toMs }) => [fromMs, toMs ?? 0]);
    const fromMs = Math.max(seen?.atMs ?? 0, series.loadedToMs() ?? 0, ...signs);
    if (fromMs === 0) {
      const title = 'The panel began to watch';
      return { subject: 'first-start', severity: 'info', title, fromMs: nowMs, toMs: nowMs };
    }
    // A Pi that comes back with a clock that is behind does not know how long it was away.
    if (fromMs > nowMs) return null;
    const isUpdate = seen !== null && seen.version !== version;
    const words = [
      seen?.isEnd && fromMs === seen.atMs
        ? 'It was ended and started again.'
        : 'It ended without notice, as after a power cut: up to 15 minutes later than its last sign of life, from which this is counted.',
      ...(isUpdate ? [`Version ${seen.version} before, ${version} since.`] : []),
    ];
    const title = 'The panel did not run, so nobody watched';
    return { subject: 'down', severity: 'info', title, detail: words.join(' '), fromMs, toMs: nowMs };
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
      log.save({ atMs: now(), version, isEnd, dropped });
      isFailing = false;
    } catch (error) {
      if (!isFailing) logger().warn({ err: error }, 'the history cannot be saved; it is kept in memory');
      isFailing = true;
    }
  }

  function saveIfDue(): void {
    if (steadyNow() - savedAtMs >= SAVE_MS) write('all');
  }

  function reloadOnClockJump(): void {
    const before = aheadMs;
    aheadMs = now() - steadyNow();
    // A Pi has no clock of its own: what was saved may only fit in now that its clock is set.
    if (Math.abs(aheadMs - before) > CLOCK_JUMP_MS) void series.load(now());
  }

  return {
    async start() {
      await series.load(now());
      const seen = await log.load(now());
      const gap = absence(seen, now());
      const saved = log.events().filter(({ kind }) => kind === 'finding');
      incidents = createIncidents(saved, now(), (known) => make('finding', known));
      const open = saved.filter(({ toMs }) => toMs === null);
      resume(
        open.map(({ subject: id, fromMs: sinceMs }) => ({ id, sinceMs })),
        now() + RESUME_MS,
      );
      if (gap) {
        const event = make('panel', gap);
        log.put(event);
        if (seen?.dropped) absent = { event, dropped: seen.dropped };
      }
      write('all');
    },
    onSnapshot(snapshot) {
      if (hasEnded || incidents === null) return;
      reloadOnClockJump();
      countDropped(snapshot);
      const { changed, isNews } = incidents.onSnapshot(snapshot, takeLost());
      for (const event of changed) log.put(event);
      const restart = restarts.onSnapshot(snapshot);
      if (restart) add('service', { ...restart, toMs: snapshot.atMs });
      if ((isNews || restart) && budget.isAllowed(now())) write('events');
      else saveIfDue();
    },
    onJob(job) {
      if (hasEnded) return;
      restarts.onJob(job.state === 'running', now());
      if (job.state === 'running' || job.finishedAtMs === null) return;
      const { kind, title, startedAtMs: fromMs, finishedAtMs: toMs, outcome, error } = job;
      const isFailed = job.state === 'failed';
      add('job', {
        subject: kind,
        severity: isFailed ? 'warning' : 'info',
        title: isFailed ? `Failed: ${title}` : title,
        detail: error?.message ?? outcome,
        fromMs,
        toMs,
      });
      if (budget.isAllowed(now())) write('events');
    },
    end() {
      if (hasEnded || incidents === null) return;
      hasEnded = true;
      write('all', true);
    },
  };
}
