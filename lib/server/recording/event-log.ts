import 'server-only';
import { z } from 'zod';
import { eventSchema, KEPT_DAYS, KEPT_EVENTS, type TimelineEvent } from '@/lib/schemas/event';
import { jsonIn } from '../json';
import { logger } from '../logger';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Lines about the same event add up; then the file is written anew, which is 150 kB at most. */
const COMPACT_BYTES = 1024 * 1024;

/** What vmagent has thrown away since its own start. */
const droppedSchema = z.object({ startedAtMs: z.number().int().nullable(), blocks: z.number() });
export type Dropped = z.infer<typeof droppedSchema>;

/** A sign of life of the panel. */
const seenSchema = z.object({
  atMs: z.number().int(),
  version: z.string().max(40),
  /** It was the last one: the panel was asked to end. */
  isEnd: z.boolean(),
  /** By the last answer of vmagent; null: it had given none. */
  dropped: droppedSchema.nullable(),
  /** The kernel's name for its present run; null: not known. Random, and new with each start of the machine. */
  bootId: z.string().max(40).nullable().default(null),
});
export type Seen = z.infer<typeof seenSchema>;
const lineSchema = z.union([z.object({ event: eventSchema }), z.object({ seen: seenSchema })]);
type Line = z.infer<typeof lineSchema>;

export interface LogFile {
  read(): Promise<Buffer | null>;
  append(bytes: Uint8Array): void;
  replace(bytes: Uint8Array): Promise<void>;
}

export interface EventLog {
  /** Reads what was saved. Never rejects: what is damaged is left out, and logged. @returns the last sign of life */
  load(nowMs: number): Promise<Seen | null>;
  /** Oldest first. */
  events(): TimelineEvent[];
  get(id: string): TimelineEvent | undefined;
  /** A new event, or what is to be said of a known one now. Saved with the next `save`. */
  put(event: TimelineEvent): void;
  /** Adds what is new to the file. @throws AppError disk-full; it is then part of the next `save` */
  save(seen: Seen): void;
}

/** The events of 30 days, at most 500, and their file: a line of JSON for each event and each time that it changes. */
export function createEventLog(file: LogFile): EventLog {
  const events = new Map<string, TimelineEvent>();
  const unsaved = new Set<string>();
  let fileBytes = 0;
  let isCompacting = false;

  function forget(nowMs: number): void {
    for (const { id, toMs } of events.values())
      if (toMs !== null && toMs < nowMs - KEPT_DAYS * DAY_MS) events.delete(id);
    // A panel that is restarted all the time must not push out what it is there to tell.
    for (const isLeast of [isNote, () => true])
      for (const event of events.values())
        if (events.size > KEPT_EVENTS && event.toMs !== null && isLeast(event)) events.delete(event.id);
  }

  function encode(lines: readonly Line[]): Buffer {
    return Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }

  async function compact(seen: Seen | null): Promise<void> {
    const bytes = encode([...[...events.values()].map((event) => ({ event })), ...(seen ? [{ seen }] : [])]);
    isCompacting = true;
    try {
      await file.replace(bytes);
      fileBytes = bytes.length;
    } catch (error) {
      logger().warn({ err: error }, 'the list of events could not be written anew');
    }
    isCompacting = false;
  }

  return {
    events: () => [...events.values()].sort((a, b) => a.fromMs - b.fromMs),
    get: (id) => events.get(id),
    put(event) {
      events.set(event.id, event);
      unsaved.add(event.id);
    },
    async load(nowMs) {
      let seen: Seen | null = null;
      let badLines = 0;
      let isReadable = true;
      try {
        const bytes = await file.read();
        const lines = bytes === null ? [] : bytes.toString('utf8').split('\n');
        // After a whole line there is nothing; a line that was cut short would spoil the one that is added to it.
        if ((lines.pop() ?? '') !== '') badLines += 1;
        for (const text of lines) {
          const line = lineSchema.safeParse(jsonIn(text)).data;
          if (line === undefined) badLines += 1;
          else if ('seen' in line) seen = line.seen;
          else events.set(line.event.id, line.event);
        }
        fileBytes = bytes?.length ?? 0;
      } catch (error) {
        isReadable = false;
        logger().warn({ err: error }, 'the saved events cannot be read, so the list begins anew');
      }
      if (badLines > 0) logger().warn({ badLines }, 'some of the saved events are damaged and are left out');
      forget(nowMs);
      if (!isReadable || badLines > 0 || fileBytes > COMPACT_BYTES) await compact(seen);
      return seen;
    },
    save(seen) {
      if (isCompacting && !seen.isEnd) return;
      forget(seen.atMs);
      const changed = [...unsaved].flatMap((id) => events.get(id) ?? []);
      const bytes = encode([...changed.map((event) => ({ event })), { seen }]);
      file.append(bytes);
      unsaved.clear();
      fileBytes += bytes.length;
      if (fileBytes > COMPACT_BYTES && !seen.isEnd) void compact(seen);
    },
  };
}

const isNote = ({ severity }: TimelineEvent) => severity === 'info';
