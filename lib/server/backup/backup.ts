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
import { assertSeenPart, partRevision } from '../change/records/part-revision';
import { revisionKey } from '../change/records/sealed-texts';
import { env } from '../env';
import type { Call } from '../http/call';
import { givenRevision } from '../http/change-call';
import { inTurn } from '../wait';
import { keyName } from './age';
import { ownCluster } from './archive';
import { changeBackupState, readBackupState } from './backup-state';
import { download, keptDownload, makeDownload } from './download';
import { readFolder, readStored, storedBackups } from './folder';
import { provenKey, showNewKey, waitingName } from './recovery-key';
import { nextSlot } from './schedule';
import { noteBackups } from './sight';
import { startBackup } from './store-task';

/** @throws AppError invalid-stack */
export async function showBackup(): Promise<BackupView> {
  const { recipient, keyMadeAtMs, schedule, failure } = await readBackupState();
  const { timeZone } = env();
  const [folder, stored] = await Promise.all([readFolder(), storedBackups()]);
  return {
    cluster: await ownCluster(),
    key: recipient === null ? null : { name: keyName(recipient), madeAtMs: keyMadeAtMs },
    waitingName: waitingName(),
    download: keptDownload(),
    schedule: { ...schedule, revision: partRevision(await revisionKey(), schedule) },
    timeZone,
    nextAtMs: recipient === null ? null : nextSlot(schedule, Date.now(), timeZone),
    folder,
    stored,
    failure,
  };
}

/** @throws AppError revision-conflict, disk-full */
export async function setBackupSchedule({ body, request }: Call<BackupSchedule>): Promise<BackupView> {
  return inTurn('backup-schedule', async () => {
    await assertSeenPart(givenRevision(request), (await readBackupState()).schedule);
    noteBackups(await changeBackupState({ schedule: body, scheduledAtMs: Date.now(), failure: null }));
    return showBackup();
  });
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
