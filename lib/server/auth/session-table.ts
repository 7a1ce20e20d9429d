import 'server-only';
import { z } from 'zod';
import { readState, writeState } from '../files/state/state-store';
import { logger } from '../logger';
import { singleton } from '../singleton';
import { inTurn } from '../wait';

/** How long a session lasts, in seconds of the steady clock. */
export const SESSION_LIFETIME_S = 30 * 24 * 3600;
/** Enough for every device in a house; a script that signs in anew each time pushes its own older ones out. */
const MAX_SESSIONS = 100;
/** When a session was last seen is exact in memory; on the card it need not be, so that reading writes next to nothing. */
const SAVE_SEEN_AFTER_MS = 6 * 3600_000;

/** What counts at most of the time in which the panel was off, as the machine's clock tells it. */
const LONGEST_GAP_MS = 7 * 24 * 3600_000;

const clockMarkSchema = z.object({ steadyMs: z.number().int(), wallMs: z.number().int() });
type ClockMark = z.infer<typeof clockMarkSchema>;

interface SteadyClock {
  /** Milliseconds since some moment of the past. */
  nowMs(): number;
  /** What the next process goes on from. */
  mark(): ClockMark;
}

const entrySchema = z.object({
  id: z.string(),
  /** When it was opened, by the steady clock; its age is judged by that alone. */
  bornMs: z.number().int(),
  /** The password that it was opened under. */
  epoch: z.string(),
  /** By the machine's clock, for people. */
  openedAtMs: z.number().int(),
  seenAtMs: z.number().int(),
  userAgent: z.string().nullable(),
  address: z.string().nullable(),
});
type Aged = z.infer<typeof entrySchema>;
export type SessionEntry = Omit<Aged, 'bornMs'>;
const tableSchema = z.object({
  clock: clockMarkSchema.nullable().default(null),
  open: z.array(entrySchema).default([]),
});

interface Table {
  byId: Map<string, Aged>;
  clock: SteadyClock;
  /** By the steady clock. */
  savedAtMs: number;
}

/** Puts a session on the list of those that live. One that is not there is over, whatever cookie it brings. */
export async function addSession(entry: SessionEntry): Promise<void> {
  const { clock } = await table();
  const saved = change((entries) => [
    { ...entry, bornMs: clock.nowMs() },
    ...entries
      .filter(({ epoch }) => epoch === entry.epoch)
      .sort(bySeen)
      .slice(0, MAX_SESSIONS - 1),
  ]);
  // A full disk must not keep the owner out: then the session lasts until the panel is started anew.
  await saved.catch((error: unknown) =>
    logger().warn({ err: error }, 'The list of sessions could not be saved.'),
  );
}

/** @returns the living session, or null */
export async function findEntry(id: string): Promise<SessionEntry | null> {
  const { byId, clock } = await table();
  const entry = byId.get(id);
  return entry !== undefined && !isOver(entry, clock) ? entry : null;
}

/** Notes that a session is in use. @param address where it came from; null leaves the one that is known */
export async function noteSeen(id: string, address: string | null): Promise<void> {
  const current = await table();
  const entry = current.byId.get(id);
  if (entry === undefined) return;
  entry.seenAtMs = Date.now();
  if (address) entry.address = address;
  if (current.clock.nowMs() - current.savedAtMs < SAVE_SEEN_AFTER_MS) return;
  current.savedAtMs = current.clock.nowMs();
  await change((entries) => entries).catch((error: unknown) =>
    logger().debug({ err: error }, 'The list of sessions could not be saved.'),
  );
}

/** Sessions opened under this password that still live, seen last first. */
export async function sessionsOf(epoch: string): Promise<SessionEntry[]> {
  const { byId, clock } = await table();
  return [...byId.values()]
    .filter((entry) => entry.epoch === epoch && !isOver(entry, clock))
    .sort(bySeen)
    .map(({ bornMs: _, ...entry }) => entry);
}

/** Ends the sessions that `isMeant` picks, in this process at once and for good when it returns. @returns how many */
export async function removeSessions(isMeant: (entry: SessionEntry) => boolean): Promise<number> {
  const meant = [...(await table()).byId.values()].filter(isMeant);
  if (meant.length > 0) await change((entries) => entries.filter((entry) => !isMeant(entry)));
  return meant.length;
}

/** @throws AppError disk-full; memory has the new list all the same */
async function change(edit: (entries: Aged[]) => Aged[]): Promise<void> {
  const current = await table();
  const { clock } = current;
  const entries = edit([...current.byId.values()]).filter((entry) => !isOver(entry, clock));
  current.byId = new Map(entries.map((entry) => [entry.id, entry]));
  await inTurn('auth', () =>
    writeState('sessions', { clock: clock.mark(), open: [...current.byId.values()] }),
  );
  current.savedAtMs = clock.nowMs();
}

function bySeen(one: SessionEntry, other: SessionEntry): number {
  return other.seenAtMs - one.seenAtMs;
}

function isOver({ bornMs }: Aged, clock: SteadyClock): boolean {
  return bornMs + SESSION_LIFETIME_S * 1000 < clock.nowMs();
}

/** Only this process writes the list, so memory is enough to read. */
async function table(): Promise<Table> {
  const cache = singleton('session-table', () => ({ loaded: null as Promise<Table> | null }));
  cache.loaded ??= load().catch((error: unknown) => {
    cache.loaded = null;
    throw error;
  });
  return cache.loaded;
}

async function load(): Promise<Table> {
  const saved = (await readState('sessions', tableSchema)) ?? { clock: null, open: [] };
  const clock = createSteadyClock(saved.clock);
  const byId = new Map(saved.open.map((entry) => [entry.id, entry]));
  return { byId, clock, savedAtMs: clock.nowMs() };
}

/**
 * A steady clock, for what ends by age. A Pi has no clock of its own before it reaches the network, and
 * a wrong one may be a year ahead. While the panel runs, only passed time counts. Over a restart the machine's clock has
 * to be believed, up to a week: so a jump ends nothing, and a panel that was off for longer lets live what it had.
 */
function createSteadyClock(before: ClockMark | null): SteadyClock {
  const gapMs = before === null ? 0 : Math.min(Math.max(0, Date.now() - before.wallMs), LONGEST_GAP_MS);
  const startMs = (before?.steadyMs ?? 0) + gapMs - performance.now();
  const nowMs = () => Math.round(startMs + performance.now());
  return { nowMs, mark: () => ({ steadyMs: nowMs(), wallMs: Date.now() }) };
}
