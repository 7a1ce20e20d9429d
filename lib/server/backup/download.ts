import 'server-only';
import { randomBytes } from 'node:crypto';
import type { BackupDownload, DownloadInput } from '@/lib/schemas/backup/backup';
import { AppError } from '../errors';
import { singleton } from '../singleton';
import { takeTurn } from '../tasks/turn';
import { keyName } from './age';
import { assertAsMade, makeArchive } from './archive';
import { readBackupState } from './backup-state';

/** So long a download is kept, in memory only. */
const KEPT_MS = 10 * 60_000;

interface Kept {
  about: BackupDownload;
  content: Uint8Array;
}

const holder = () =>
  singleton('backup-download', () => ({
    kept: null as Kept | null,
    timer: undefined as NodeJS.Timeout | undefined,
  }));

export const keptDownload = (): BackupDownload | null => holder().kept?.about ?? null;

/**
 * Makes a backup for a browser, which takes the place of the one before. A passphrase is kept nowhere.
 * @throws AppError bad-request without a recovery key; task-running
 */
export async function makeDownload({ passphrase }: DownloadInput): Promise<BackupDownload> {
  const { recipient } = await readBackupState();
  const lock = lockOf(passphrase, recipient);
  const release = takeTurn('Make a backup to download');
  try {
    const archive = await makeArchive(lock);
    await assertAsMade(archive, archive.content);
    const { fileName, content, manifest } = archive;
    const about: BackupDownload = {
      id: randomBytes(12).toString('hex'),
      fileName,
      bytes: content.length,
      files: manifest.files.length,
      leftOut: manifest.leftOut,
      madeAtMs: manifest.madeAtMs,
      untilMs: Date.now() + KEPT_MS,
      keyName: 'recipient' in lock ? keyName(lock.recipient) : null,
    };
    keep({ about, content });
    return about;
  } finally {
    release();
  }
}

function lockOf(passphrase: string | null, recipient: string | null): Parameters<typeof makeArchive>[0] {
  if (passphrase !== null) return { passphrase };
  if (recipient !== null) return { recipient };
  throw new AppError('bad-request', 'There is no recovery key yet.', { hint: 'Make one first.' });
}

function keep(kept: Kept): void {
  const held = holder();
  held.kept = kept;
  clearTimeout(held.timer);
  held.timer = setTimeout(() => {
    held.kept = null;
  }, KEPT_MS);
  held.timer.unref();
}

/** @throws AppError not-found: another one has taken its place, or its time is over */
export function download(id: string): { fileName: string; content: Uint8Array } {
  const { kept } = holder();
  if (kept?.about.id !== id)
    throw new AppError('not-found', 'This backup is no longer kept here.', {
      hint: 'For a download it is kept for ten minutes, or until another one is made. Make a new one.',
    });
  return { fileName: kept.about.fileName, content: kept.content };
}
