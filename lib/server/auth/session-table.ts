import 'server-only';
import { z } from 'zod';
import { logger } from '../logger';
import { singleton } from '../singleton';
import { readState, writeState } from '../stack/state-store';
import { exclusively } from './exclusive';

/** How long a session lasts, in seconds. */
export const SESSION_LIFETIME_S = 30 * 24 * 3600;
/** Enough for every device in a house; a script that signs in anew each time pushes its own older ones out. */
const MAX_SESSIONS = 100;
/** When a session was last seen is exact in memory; on the card it need not be, so that reading writes next to nothing. */
const SAVE_SEEN_AFTER_MS = 6 * 3600_000;

const entrySchema = z.object({
  id: z.string(),
  /** The password that it was opened under. */
  epoch: z.string(),
  openedAtMs: z.number().int(),
  seenAtMs: z.number().int(),
  userAgent: z.string().nullable(),
  address: z.string().nullable(),
});
export type SessionEntry = z.infer<typeof entrySchema>;
const tableSchema = z.object({ open: z.array(entrySchema).default([]) });

interface Table {
  byId: Map<string, SessionEntry>;
  savedAtMs: number;
}

/** Puts a session on the list of those that live. One that is not there is over, whatever cookie it brings. */
export async function addSession(entry: SessionEntry): Promise<void> {
  const saved = change((entries) => [
    entry,
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
  const entry = (await table()).byId.get(id);
  return entry !== undefined && !isOver(entry) ? entry : null;
}

/** Notes that a session is in use. @param address where it came from; null leaves the one that is known */
export async function noteSeen(id: string, address: string | null): Promise<void> {
  const current = await table();
  const entry = current.byId.get(id);
  if (entry === undefined) return;
  entry.seenAtMs = Date.now();
  if (address) entry.address = address;
  if (Date.now() - current.savedAtMs < SAVE_SEEN_AFTER_MS) return;
  current.savedAtMs = Date.now();
  await change((entries) => entries).catch((error: unknown) =>
    logger().debug({ err: error }, 'The list of sessions could not be saved.'),
  );
}

/** Sessions opened under this password that still live, seen last first. */
export async function sessionsOf(epoch: string): Promise<SessionEntry[]> {
  const entries = [...(await table()).byId.values()];
  return entries.filter((entry) => entry.epoch === epoch && !isOver(entry)).sort(bySeen);
}

/** Ends the sessions that `isMeant` picks, in this process at once and for good when it returns. @returns how many */
export async function removeSessions(isMeant: (entry: SessionEntry) => boolean): Promise<number> {
  const meant = [...(await table()).byId.values()].filter(isMeant);
  if (meant.length > 0) await change((entries) => entries.filter((entry) => !isMeant(entry)));
  return meant.length;
}

/** @throws AppError disk-full; memory has the new list all the same */
async function change(edit: (entries: SessionEntry[]) => SessionEntry[]): Promise<void> {
  const current = await table();
  const entries = edit([...current.byId.values()]).filter((entry) => !isOver(entry));
  current.byId = new Map(entries.map((entry) => [entry.id, entry]));
  await exclusively(() => writeState('sessions', { open: [...current.byId.values()] }));
  current.savedAtMs = Date.now();
}

function bySeen(one: SessionEntry, other: SessionEntry): number {
  return other.seenAtMs - one.seenAtMs;
}

function isOver({ openedAtMs }: SessionEntry): boolean {
  return openedAtMs + SESSION_LIFETIME_S * 1000 < Date.now();
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
  const { open } = (await readState('sessions', tableSchema)) ?? { open: [] };
  return { byId: new Map(open.map((entry) => [entry.id, entry])), savedAtMs: Date.now() };
}
