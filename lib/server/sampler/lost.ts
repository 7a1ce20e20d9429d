import 'server-only';
import type { Growth } from './counters';

/** Thrown away by vmagent; `bytes` is null where it does not count them: for blocks that the destination rejected. */
export interface Lost {
  blocks: number;
  bytes: number | null;
}

/** Adds up what is lost until somebody takes note of it. */
export function createLostCounter() {
  let lost: Lost = { blocks: 0, bytes: null };
  let noted: Growth | undefined;
  return {
    /** @param history of the counters, after each reading */
    note(history: readonly Growth[]): void {
      const newest = history.at(-1);
      if (!newest || newest === noted) return;
      noted = newest;
      const { rejectedBlocks, overflowBlocks, overflowBytes } = newest.by;
      const bytes = overflowBytes > 0 ? (lost.bytes ?? 0) + overflowBytes : lost.bytes;
      lost = { blocks: lost.blocks + rejectedBlocks + overflowBlocks, bytes };
    },
    take(): Lost {
      const taken = lost;
      lost = { blocks: 0, bytes: null };
      return taken;
    },
  };
}
