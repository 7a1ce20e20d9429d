import 'server-only';

const BURST = 10;
const REFILL_MS = 30 * 60_000;

/**
 * News is worth a write of its own, but only so many: 10 at once, and one every 30 minutes. An SD card wears out; what
 * must wait is written with the next regular save. `isAllowed` takes one.
 */
export function createSaveBudget(nowMs: number) {
  let left = BURST;
  let filledAtMs = nowMs;
  return {
    isAllowed(atMs: number): boolean {
      const more = Math.max(0, Math.floor((atMs - filledAtMs) / REFILL_MS));
      left = Math.min(BURST, left + more);
      // A clock that was set back must not stop the refill.
      filledAtMs = left === BURST || atMs < filledAtMs ? atMs : filledAtMs + more * REFILL_MS;
      if (left === 0) return false;
      left -= 1;
      return true;
    },
  };
}
