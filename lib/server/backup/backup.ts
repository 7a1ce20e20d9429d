import 'server-only';
import type {
  BackupDownload,
  BackupSchedule,
  BackupView,
  DownloadInput,
  KeyProof,
  RecoveryKey,
} from '@/lib/schemas/backup/backup';
import type { TaskStarted } from '@/lib/schemas/task';
import { env } from '../env';
import type { Call } from '../http/call';
import { keyName } from './age';
import { ownCluster } from './archive';
import { changeBackupState, readBackupState } from './backup-state';
import { download, keptDownload, makeDownload } from './download';
import { readFolder, readStored, storedBackups } from './folder';
import { provenKey, showNewKey } from './recovery-key';
import { nextSlot } from './schedule';
import { noteBackups } from './sight';
import { startBackup } from './store-task';

/** @throws AppError invalid-stack */
export async function showBackup(): Promise<BackupView> {
  const { recipient, keyMadeAtMs, schedule, failure } = await readBackupState();
  const { timeZone } = env();
  return {
    cluster: await ownCluster(),
    key: recipient === null ? null : { name: keyName(recipient), madeAtMs: keyMadeAtMs },
    download: keptDownload(),
    schedule,
    timeZone,
    nextAtMs: recipient === null ? null : nextSlot(schedule, Date.now(), timeZone),
    folder: await readFolder(),
    stored: await storedBackups(),
    failure,
  };
}

/** @throws AppError disk-full */
export async function setBackupSchedule({ body }: Call<BackupSchedule>): Promise<BackupView> {
  noteBackups(await changeBackupState({ schedule: body, scheduledAtMs: Date.now(), failure: null }));
  return showBackup();
}

/** @throws AppError bad-request without a recovery key; task-running */
export const makeBackup = (): Promise<TaskStarted> => startBackup();

/** @throws AppError not-found */
export const storedBackup = (fileName: string): Promise<Buffer> => readStored(fileName);

export const makeRecoveryKey = (): Promise<RecoveryKey> => showNewKey();

/** @throws AppError bad-request, not-found, revision-conflict */
export async function keepRecoveryKey({ body }: Call<KeyProof>): Promise<BackupView> {
  await provenKey(body);
  return showBackup();
}

/** @throws AppError bad-request, task-running, invalid-stack, too-large */
export const makeBackupDownload = ({ body }: Call<DownloadInput>): Promise<BackupDownload> =>
  makeDownload(body);

/** @throws AppError not-found */
export const backupDownload = (id: string) => download(id);
