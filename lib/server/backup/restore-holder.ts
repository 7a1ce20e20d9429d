import 'server-only';
import { randomBytes } from 'node:crypto';
import type { LockedBackup, OpenedBackup, OpenInput } from '@/lib/schemas/backup/restore';
import { AppError } from '../errors';
import { singleton } from '../singleton';
import { recipientOf } from './age';
import { openArchive } from './archive';
import { protectionOf } from './header';
import type { Manifest } from './manifest';
import type { PackedFile } from './packed';
import { byHand } from './restored-files';

/** So long a backup that was brought here is kept, in memory only. */
const KEPT_MS = 10 * 60_000;

export interface Opened {
  manifest: Manifest;
  files: PackedFile[];
}

interface Held {
  id: string;
  /** Null once it is open. */
  content: Uint8Array | null;
  opened: Opened | null;
}

const holder = () =>
  singleton('backup-restore', () => ({
    held: null as Held | null,
    timer: undefined as NodeJS.Timeout | undefined,
  }));

/** Takes a locked backup; it takes the place of the one before. @throws AppError bad-request: it is none */
export function receiveBackup(content: Uint8Array): LockedBackup {
  const protection = protectionOf(content);
  const id = randomBytes(12).toString('hex');
  const all = holder();
  all.held = { id, content, opened: null };
  clearTimeout(all.timer);
  all.timer = setTimeout(forgetBackup, KEPT_MS);
  all.timer.unref();
  return {
    id,
    bytes: content.length,
    opensBy: protection.by,
    keyName: protection.by === 'key' ? protection.keyName : null,
  };
}

export function forgetBackup(): void {
  holder().held = null;
}

/** @throws AppError not-found; bad-request: it does not open it, or the backup is damaged or of another form */
export async function openBackup(id: string, { secret }: OpenInput): Promise<OpenedBackup> {
  const held = need(id);
  if (held.content !== null) {
    const { by } = protectionOf(held.content);
    const opener = by === 'key' ? { identity: await identityIn(secret) } : { passphrase: secret };
    held.opened = await openArchive(held.content, opener);
    held.content = null;
  }
  const { manifest, files } = openedBackup(id);
  const { madeAtMs, weir, cluster, leftOut } = manifest;
  return {
    id,
    madeAtMs,
    weir,
    cluster,
    files: manifest.files.map(({ path, bytes }) => ({ path, bytes })),
    byHand: byHand(files),
    leftOut,
  };
}

/**
 * The key as it was written down, with blanks, or in the whole of its text file, whose lines a browser's field joins.
 * @throws AppError bad-request
 */
async function identityIn(secret: string): Promise<string> {
  const [identity = ''] = /AGE-SECRET-KEY-1[A-Z0-9]*/.exec(secret.replace(/\s/g, '').toUpperCase()) ?? [];
  if ((await recipientOf(identity)) !== null) return identity;
  throw new AppError('bad-request', 'This is no recovery key.', {
    fieldErrors: {
      secret: 'A recovery key begins with AGE-SECRET-KEY-1 and has 58 more characters, each of which counts.',
    },
  });
}

/** @throws AppError not-found: it is locked, or not here any more */
export function openedBackup(id: string): Opened {
  const { opened } = need(id);
  if (opened === null) throw gone();
  return opened;
}

function need(id: string): Held {
  const { held } = holder();
  if (held?.id !== id) throw gone();
  return held;
}

const gone = () =>
  new AppError('not-found', 'The backup is no longer kept here.', {
    hint: 'It is kept for ten minutes, or until another one is chosen. Choose its file again.',
  });
