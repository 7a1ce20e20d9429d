import 'server-only';
import { z } from 'zod';
import { backupScheduleSchema } from '@/lib/schemas/backup/backup';
import { readState, writeState } from '../files/state/state-store';
import { inTurn } from '../wait';

const STATE = 'backup';

/** `.weir/backup.json`. Nothing in it opens a backup. */
export const backupStateSchema = z.object({
  /** Of the recovery key (`age1…`); null: there is none. */
  recipient: z.string().nullable().default(null),
  keyMadeAtMs: z.number().int().default(0),
  schedule: backupScheduleSchema.default({ every: 'off', hour: 3, keep: 14 }),
  /** Since when this schedule holds. */
  scheduledAtMs: z.number().int().default(0),
  /** The last one in the folder that was good. */
  newestAtMs: z.number().int().nullable().default(null),
  triedAtMs: z.number().int().default(0),
  /** Why the last try came to nothing. */
  failure: z
    .object({ atMs: z.number().int(), message: z.string(), hint: z.string().nullable() })
    .nullable()
    .default(null),
});
export type BackupState = z.infer<typeof backupStateSchema>;

/** @throws AppError invalid-stack when the file is damaged */
export const readBackupState = async (): Promise<BackupState> =>
  (await readState(STATE, backupStateSchema)) ?? backupStateSchema.parse({});

/** @returns the state then @throws AppError disk-full; what was saved before stays */
export const changeBackupState = (change: Partial<BackupState>): Promise<BackupState> =>
  inTurn('backup-state', async () => {
    const state = { ...(await readBackupState()), ...change };
    await writeState(STATE, state);
    return state;
  });
