import 'server-only';
import { z } from 'zod';
import { logger } from '../logger';
import { type Chunk, decodeChunks, encodeChunk } from './chunk';
import { partName, partOf, pipelineSeries, type Rings } from './rings';
import type { SeriesTable } from './series-table';

const HOUR_MS = 3_600_000;
/** One file holds this much; a day is in five, of which the oldest goes. */
const FILE_MS = 6 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;
/** Whatever a clock that was set wrongly has left behind. */
const MOST_FILES = 12;

export interface LogFiles {
  numbers(): Promise<number[]>;
  read(number: number): Promise<Buffer | null>;
  append(number: number, bytes: Uint8Array): void;
  replace(number: number, bytes: Uint8Array): Promise<void>;
  remove(number: number): Promise<void>;
}

export interface SeriesStore {
  /** Fills the rings with what was saved of the last day. Never rejects: what is damaged is left out, and logged. */
  load(nowMs: number): Promise<void>;
  /** Saves what is new in the rings; a step that is not over only with `isLast`. @throws AppError disk-full */
  save(nowMs: number, isLast?: boolean): void;
  /** When the newest of what was loaded was measured; null: nothing was. */
  loadedToMs(): number | null;
}

/**
 * The rings on the disk: files of six hours, to which only what is new is added. A quarter of an hour of all series is
 * about 5 kB, so a day is half a megabyte in a hundred writes, less than a tenth of what an SD card should bear.
 */
export function createSeriesStore(rings: Rings, files: LogFiles): SeriesStore {
  const tables = Object.entries(rings) as [keyof Rings, SeriesTable][];
  const savedTo = new Map<string, number>();
  let newestMs: number | null = null;

  async function readFile(number: number): Promise<Chunk[]> {
    const bytes = await files.read(number);
    if (bytes === null) return [];
    const { chunks, goodBytes } = decodeChunks(bytes);
    if (goodBytes < bytes.length) {
      const lostBytes = bytes.length - goodBytes;
      logger().warn(
        { file: `history/${number}.bin`, lostBytes },
        'part of the saved recording is damaged and is left out',
      );
      // What is added after a damaged part would never be found.
      if (goodBytes === 0) await files.remove(number);
      else await files.replace(number, bytes.subarray(0, goodBytes));
    }
    return chunks;
  }

  function fill(chunk: Chunk, nowMs: number): void {
    const table = tables.find(([name]) => name === chunk.table)?.[1];
    if (table?.stepMs !== chunk.stepMs) return;
    const columns = [...chunk.columns].filter(([name]) => isKnown(chunk.table, name));
    for (let row = 0; row < chunk.count; row += 1) {
      const atMs = (chunk.firstStep + row) * chunk.stepMs;
      if (atMs > nowMs || atMs <= nowMs - DAY_MS) continue;
      const values = columns.map(([name, of]): [string, number | null] => [name, known(of[row])]);
      table.push(atMs, new Map(values));
      newestMs = Math.max(newestMs ?? 0, atMs);
    }
  }

  async function tidy(numbers: number[], current: number): Promise<void> {
    const near = numbers.filter((number) => number >= current - DAY_MS / FILE_MS).slice(-MOST_FILES);
    for (const number of numbers) if (!near.includes(number)) await files.remove(number);
  }

  return {
    loadedToMs: () => newestMs,
    async load(nowMs) {
      const chunks: Chunk[] = [];
      try {
        const numbers = await files.numbers();
        for (const number of numbers) chunks.push(...(await readFile(number)));
        await tidy(numbers, Math.floor(nowMs / FILE_MS));
      } catch (error) {
        logger().warn({ err: error }, 'the saved recording cannot be read, so it begins anew');
      }
      // In one go: what is sampled meanwhile must not come in between.
      for (const [, table] of tables) table.clear();
      for (const chunk of chunks) fill(chunk, nowMs);
      for (const [name, { stepMs }] of tables) savedTo.set(name, Math.floor((newestMs ?? 0) / stepMs) + 1);
    },
    save(nowMs, isLast = false) {
      const chunks: Buffer[] = [];
      const ends = new Map<string, number>();
      for (const [name, table] of tables) {
        const end = Math.floor(nowMs / table.stepMs) + (isLast ? 1 : 0);
        const part = table.part(savedTo.get(name) ?? 0, end);
        // A clock that was set back: what comes now is new again.
        if (end < (savedTo.get(name) ?? 0)) savedTo.set(name, end);
        if (part === null) continue;
        chunks.push(encodeChunk({ ...part, table: name, stepMs: table.stepMs }));
        ends.set(name, end);
      }
      if (chunks.length === 0) return;
      files.append(Math.floor(nowMs / FILE_MS), Buffer.concat(chunks));
      for (const [name, end] of ends) savedTo.set(name, end);
    },
  };
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** A file of another version may hold what this one does not know. */
function isKnown(table: string, name: string): boolean {
  if (table === 'pipeline') return pipelineSeries.some((series) => series === name);
  try {
    return partName(partOf(name)) === name && partSchema.safeParse(partOf(name)).success;
  } catch {
    return false;
  }
}

const partSchema = z.union([
  z.object({ kind: z.enum(['up', 'seconds']), job: z.string(), instance: z.string() }),
  z.object({ kind: z.enum(['cpu', 'memory']), service: z.string() }),
]);
