import 'server-only';
import { type Growth, grownSince } from '../sampler/steps/counters';

/** Thrown away by vmagent; `bytes` is null where it does not count them: for blocks that the destination rejected. */
export interface Lost {
  blocks: number;
  bytes: number | null;
}

/** Adds up what is lost until somebody takes note of it. */
export function createLostCounter() {
  let lost: Lost = { blocks: 0, bytes: null };
  let noted: Growth | undefined;
  let isFooled = false;

  function add(blocks: number, bytes: number): void {
    lost = { blocks: lost.blocks + blocks, bytes: bytes > 0 ? (lost.bytes ?? 0) + bytes : lost.bytes };
  }

  return {
    /**
     * @param history of the counters, after each reading
     * @param impostor what answers in the destination's place, and takes what is delivered
     */
    note(history: readonly Growth[], impostor: { sinceMs: number } | null): void {
      const newest = history.at(-1);
      if (!newest || newest === noted) return;
      const stolenSinceMs = isFooled ? newest.fromMs : impostor?.sinceMs;
      isFooled = impostor !== null;
      noted = newest;
      const { rejectedBlocks, overflowBlocks, overflowBytes } = newest.by;
      add(rejectedBlocks + overflowBlocks, overflowBytes);
      if (!isFooled || stolenSinceMs === undefined) return;
      const stolen = (name: 'delivered' | 'bytesSent') =>
        Math.round(grownSince(history, name, stolenSinceMs));
      add(stolen('delivered'), stolen('bytesSent'));
    },
    /** Samples that waited in the buffer and are gone, in bytes. */
    noteGone(bytes: number): void {
      add(0, bytes);
    },
    take(): Lost {
      const taken = lost;
      lost = { blocks: 0, bytes: null };
      return taken;
    },
  };
}
