import 'server-only';

/** While a page is open. */
export const WATCHED_MS = 2000;
/** While nobody looks: often enough to see a loss in time and to feed the history. */
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
