import { z } from 'zod';
import { revision } from '../channels';
import { SECRET } from '../text/line';
import { PASSPHRASE_MAX_LENGTH, PASSPHRASE_MIN_LENGTH, passphraseFault } from './passphrase-length';

/** A file of the folder that is not in a backup. */
export const leftOutFileSchema = z.object({ path: z.string(), why: z.string() });
export type LeftOutFile = z.infer<typeof leftOutFileSchema>;

/** The part of a recovery key that locks. */
const lockSchema = z.object({
  /** The last six characters of its recipient, by which it is told from others. */
  name: z.string(),
  madeAtMs: z.number().int(),
});

/** A backup that is kept in memory for its download. */
export const backupDownloadSchema = z.object({
  id: z.string(),
  fileName: z.string(),
  bytes: z.number().int(),
  /** How many files it holds; each was compared after it was written. */
  files: z.number().int(),
  leftOut: z.array(leftOutFileSchema),
  madeAtMs: z.number().int(),
  /** Until then it can be downloaded. */
  untilMs: z.number().int(),
  /** Of the recovery key that opens it; null: the passphrase does. */
  keyName: z.string().nullable(),
});
export type BackupDownload = z.infer<typeof backupDownloadSchema>;

export const backupIntervals = ['off', 'day', 'week'] as const;
/** `PUT /api/backup/schedule` */
export const backupScheduleSchema = z.strictObject({
  /** A week's backup is made on Sunday. */
  every: z.enum(backupIntervals),
  /** By the clock of the Pi's time zone. */
  hour: z.number('Choose an hour.').int().min(0).max(23),
  /** So many good ones stay; the oldest goes when a new one is good. */
  keep: z
    .number('Enter a whole number.')
    .int('Enter a whole number.')
    .min(1, 'Keep at least one.')
    .max(100, 'Keep at most 100.'),
});
export type BackupSchedule = z.infer<typeof backupScheduleSchema>;

/** Where backups lie. */
const backupFolderSchema = z.object({
  state: z.enum(['ready', 'gone', 'read-only', 'unreadable']),
  /** Why it cannot be read or written, and what to do; null: it can, or it is gone. */
  fault: z.object({ why: z.string(), hint: z.string() }).nullable(),
  /** As the Pi has it. */
  path: z.string(),
  /** On the disk that the settings are on, too: it saves from mistakes, and not from a dead card. */
  isSameDisk: z.boolean(),
  freeBytes: z.number().nullable(),
});
export type BackupFolder = z.infer<typeof backupFolderSchema>;

const storedBackupSchema = z.object({
  fileName: z.string(),
  bytes: z.number().int(),
  madeAtMs: z.number().int(),
  /** The recovery key that opens it; null: it does not say. */
  keyName: z.string().nullable(),
});
export type StoredBackup = z.infer<typeof storedBackupSchema>;

/** `GET /api/backup` */
export const backupViewSchema = z.object({
  /** The name of this Pi; null: it has none, or the file that has it is broken. */
  cluster: z.string().nullable(),
  /** The recovery key in use; null: none was made, or it was never proven to be kept. */
  key: lockSchema.nullable(),
  /** The name of the key that was shown last and waits to be proven; null: none does. Every other one never counts. */
  waitingName: z.string().nullable(),
  download: backupDownloadSchema.nullable(),
  schedule: backupScheduleSchema.extend(revision),
  /** The zone that its hour is in. */
  timeZone: z.string(),
  /** When the next one is made by itself; null: none is. */
  nextAtMs: z.number().int().nullable(),
  folder: backupFolderSchema,
  /** In the folder, newest first; at most 50. */
  stored: z.array(storedBackupSchema),
  /** Why the last one was not made; null: it was. */
  failure: z.object({ atMs: z.number().int(), message: z.string(), hint: z.string().nullable() }).nullable(),
});
export type BackupView = z.infer<typeof backupViewSchema>;

/** Answer of `POST /api/backup/key`: the only time that the key is shown. */
export const recoveryKeySchema = z.object({
  /** In the form of age, `AGE-SECRET-KEY-1…`. */
  recoveryKey: z.string(),
  recipient: z.string(),
  name: z.string(),
});
export type RecoveryKey = z.infer<typeof recoveryKeySchema>;

/** `PUT /api/backup/key`: its last six characters, or all of it. From then on it counts. */
export const keyProofSchema = z.strictObject({
  proof: z.string().trim().min(1, 'Enter the last six characters of the key.').max(200).meta(SECRET),
});
export type KeyProof = z.infer<typeof keyProofSchema>;

/** `POST /api/backup/download`: a backup for this browser, locked by a passphrase or, with null, by the recovery key. */
export const downloadInputSchema = z.strictObject({
  passphrase: z
    .string()
    .min(
      PASSPHRASE_MIN_LENGTH,
      `Use at least ${PASSPHRASE_MIN_LENGTH} characters; four words in a row are good.`,
    )
    .max(PASSPHRASE_MAX_LENGTH, `Use at most ${PASSPHRASE_MAX_LENGTH} characters.`)
    .superRefine((text, ctx) => {
      const message = passphraseFault(text);
      if (message !== undefined) ctx.addIssue({ code: 'custom', message });
    })
    .meta(SECRET)
    .nullable(),
});
export type DownloadInput = z.infer<typeof downloadInputSchema>;

/** `GET /api/backup/files/[name]` */
export const storedBackupParamsSchema = z.object({
  name: z.string().regex(/^weir-backup-[\w.-]{1,90}\.age$/),
});
export const downloadParamsSchema = z.object({ id: z.string().regex(/^[a-f0-9]{24}$/) });
