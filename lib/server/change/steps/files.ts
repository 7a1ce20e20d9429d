import 'server-only';
import {
  closeSecretFiles,
  readStackFile,
  removeStackFile,
  type StackFileChange,
  writeStackFiles,
} from '../../files/file-store';
import { stackFile, targetAddress, type WritableStackFileId } from '../../files/stack-files';
import { logger } from '../../logger';
import { hasTarget } from '../../stack/target-text';
import type { Journal } from '../records/journal';
import { putStatesBack } from './states';

interface FileChange {
  id: WritableStackFileId;
  /** Null: the file goes. */
  text: string | null;
}

/** @throws AppError disk-full or invalid-stack; the files that get a text are then as they were */
export async function writeFiles(changes: readonly FileChange[]): Promise<void> {
  const isKept = (change: FileChange): change is StackFileChange => change.text !== null;
  const kept = changes.filter(isKept);
  if (kept.length > 0) await writeStackFiles(kept);
  for (const { id } of changes.filter((change) => !isKept(change))) await removeStackFile(id);
  await closeSecretFiles();
}

/**
 * Puts the files of a change back, and the panel's own states. One that holds neither what was there before nor what the change wrote was edited
 * by somebody since, and stays.
 * @returns paths of files that stay as they are
 * @throws AppError disk-full or invalid-stack
 */
export async function putFilesBack({ files, states }: Pick<Journal, 'files' | 'states'>): Promise<string[]> {
  const back: FileChange[] = [];
  const edited: string[] = [];
  for (const { id, before, after } of files) {
    const now = await readStackFile(id);
    if (now === before) continue;
    if (now === after) back.push({ id, text: before });
    else edited.push(stackFile(id).relative);
  }
  await writeFiles(back);
  await putStatesBack({ states });
  if (edited.length > 0) logger().warn({ files: edited }, 'files were edited while a change was put back');
  return edited;
}

/** Target lists of sources that are switched on: they wait until their exporters run, so that no scrape fails. */
export function isLate({ id, before, after }: Journal['files'][number]): boolean {
  const address = targetAddress(id);
  return address !== null && !hasTarget(before ?? '', address) && hasTarget(after ?? '', address);
}
