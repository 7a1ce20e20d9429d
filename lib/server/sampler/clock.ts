import 'server-only';
import type { StackEvent } from './steps/ports';

/** While a page is open. */
export const WATCHED_MS = 2000;
/** While nobody looks: often enough to see a loss in time and to feed the recording. */
export const IDLE_MS = 15_000;

export interface Clock {
  start(): void;
  stop(): void;
  /** Someone began or ceased to watch; the first viewer gets a fresh reading at once. */
  setWatched(isWatched: boolean): void;
}

/** Calls `tick` at its pace, never two at a time. `tick` must not reject. */
export function createClock(tick: () => Promise<void>): Clock {
  let timer: NodeJS.Timeout | undefined;
  let isRunning = false;
  let isStarted = false;
  let isWatched = false;
  let lastAtMs = Number.NEGATIVE_INFINITY;

  function schedule(): void {
    clearTimeout(timer);
    if (!isStarted || isRunning) return;
    const dueInMs = lastAtMs + (isWatched ? WATCHED_MS : IDLE_MS) - performance.now();
    timer = setTimeout(() => void run(), Math.max(0, dueInMs));
    // The panel may end whenever its server does.
    timer.unref();
  }

  async function run(): Promise<void> {
    isRunning = true;
    lastAtMs = performance.now();
    await tick();
    isRunning = false;
    schedule();
  }

  return {
    start() {
      isStarted = true;
      schedule();
    },
    stop() {
      isStarted = false;
      clearTimeout(timer);
    },
    setWatched(next) {
      isWatched = next;
      schedule();
    },
  };
}

/** A busy Pi may take its time; this is more than that. */
const LATE_MS = 15_000;

/** Tells a sample that came late. Times are those of `performance.now()`. */
export function createPace() {
  let last = { atMs: Number.POSITIVE_INFINITY, isWatched: false };
  let lateMs = 0;
  return {
    begin(atMs: number, isWatched: boolean): void {
      // Who left in between took the quick pace along.
      lateMs = atMs - last.atMs - (last.isWatched && isWatched ? WATCHED_MS : IDLE_MS);
      last = { atMs, isWatched };
    },
    /** Null: the last one was in time. */
    lateSeconds: (): number | null => (lateMs >= LATE_MS ? lateMs / 1000 : null),
  };
}

const CLOCK_JUMP_MS = 30_000;

/** Milliseconds by which the machine's clock was set since the last call; 0 for what a clock gains or loses by itself. */
export function createClockJump(clocks: { now(): number; steadyNow(): number }): () => number {
  let wallAheadMs: number | null = null;
  return () => {
    const aheadMs = clocks.now() - clocks.steadyNow();
    const jumpMs = aheadMs - (wallAheadMs ?? aheadMs);
    wallAheadMs = aheadMs;
    return Math.abs(jumpMs) > CLOCK_JUMP_MS ? jumpMs : 0;
  };
}

/** A container's end comes as several events in a row. */
const EVENT_PAUSE_MS = 50;

/** Tells once of events that come in a row. @param onPause told whether one of them was about vmagent */
export function createEventPause(onPause: (isAboutVmagent: boolean) => void) {
  let pause: NodeJS.Timeout | undefined;
  let isAboutVmagent = false;
  return {
    note(event: StackEvent): void {
      isAboutVmagent ||= event.type === 'service' && event.service === 'vmagent';
      clearTimeout(pause);
      pause = setTimeout(() => {
        onPause(isAboutVmagent);
        isAboutVmagent = false;
      }, EVENT_PAUSE_MS);
    },
    stop(): void {
      clearTimeout(pause);
    },
  };
}
