import 'server-only';
import { tarOf } from '../docker/tar';
import { AppError } from '../errors';
import { readStackFile } from '../files/file-store';
import { labelsIn } from '../settings/sections/labels';
import { lockFor, lockWith, newKeyPair, type Opener, unlock } from './age';
import { collect } from './collect';
import { checkFiles, type Manifest, manifestOf } from './manifest';
import { MANIFEST, type PackedFile } from './packed';
import { readTar } from './tar-reader';

export interface Archive {
  fileName: string;
  content: Uint8Array;
  manifest: Manifest;
  /** For the one look that compares what was written: of a key made for that, or the passphrase. */
  opener: Opener;
}

/**
 * Everything in one locked file.
 * @param lock the recipient of the recovery key, or a passphrase
 * @throws AppError invalid-stack, too-large
 */
export async function makeArchive(lock: { recipient: string } | { passphrase: string }): Promise<Archive> {
  const madeAtMs = Date.now();
  const { files, leftOut } = await collect();
  const cluster = await ownCluster();
  const manifest = manifestOf(files, { cluster, madeAtMs, leftOut });
  const about = {
    path: MANIFEST,
    mode: 0o600,
    content: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`),
  };
  const tar = tarOf([about, ...files]);
  const named = { fileName: fileNameOf(cluster, madeAtMs), manifest };
  if ('passphrase' in lock) return { ...named, content: await lockWith(lock.passphrase, tar), opener: lock };
  // Who holds the recovery key is not here: a second one, which nobody keeps, opens the file once.
  const { identity, recipient } = await newKeyPair();
  return { ...named, content: await lockFor([lock.recipient, recipient], tar), opener: { identity } };
}

/** @throws AppError bad-request */
export async function openArchive(
  content: Uint8Array,
  opener: Opener,
): Promise<{ manifest: Manifest; files: PackedFile[] }> {
  return checkFiles(readTar(await unlock(content, opener)));
}

/** Opens what was written and compares each file with what was read. @throws AppError internal */
export async function assertAsMade({ manifest, opener }: Archive, written: Uint8Array): Promise<void> {
  const read = await openArchive(written, opener).catch((error: unknown) => {
    throw notAsMade(error);
  });
  if (JSON.stringify(read.manifest) !== JSON.stringify(manifest)) throw notAsMade();
}

const notAsMade = (cause?: unknown) =>
  new AppError('internal', 'The backup could not be read again after it was written, so it does not count.', {
    hint: 'The disk may be faulty. Make it again, or on another disk.',
    cause,
  });

const DATE_CHARS = 'YYYY-MM-DDTHH:MM:SS'.length;

function fileNameOf(cluster: string | null, atMs: number): string {
  const stamp = new Date(atMs).toISOString().slice(0, DATE_CHARS).replaceAll(':', '').replace('T', '-');
  return `weir-backup-${(cluster ?? 'pi').replace(/[^A-Za-z0-9._-]/g, '-')}-${stamp}.age`;
}

/** Null also where the file that has it is broken: that is no reason to have no backup of it. */
export async function ownCluster(): Promise<string | null> {
  const text = await readStackFile('vmagent-config');
  try {
    return labelsIn(new Map([['vmagent-config', text]])).get('cluster') ?? null;
  } catch {
    return null;
  }
}
