import { z } from 'zod';
import { bufferChoices } from '../plain';
import { SECRET } from '../text/line';
import { clusterSchema } from '../wizard';
import { leftOutFileSchema } from './backup';

export const restoreIdSchema = z.object({ id: z.string().regex(/^[a-f0-9]{24}$/) });

/** Answer of `POST /api/backup/restore`: a backup that is here and still locked. It is kept for ten minutes. */
export const lockedBackupSchema = z.object({
  id: z.string(),
  bytes: z.number().int(),
  opensBy: z.enum(['key', 'passphrase']),
  /** The recovery key that opens it; null: a passphrase does, or it does not say. */
  keyName: z.string().nullable(),
});
export type LockedBackup = z.infer<typeof lockedBackupSchema>;

/** `POST /api/backup/restore/[id]/open` */
export const openInputSchema = z.strictObject({
  /** The recovery key, or the passphrase. */
  secret: z.string().min(1, 'Enter what opens the backup.').max(1000).meta(SECRET),
});
export type OpenInput = z.infer<typeof openInputSchema>;

/** Its answer: what the backup is. */
export const openedBackupSchema = z.object({
  id: z.string(),
  madeAtMs: z.number().int(),
  /** The Weir that made it. */
  weir: z.string(),
  /** The name of the Pi that it is of; null: it had none. */
  cluster: z.string().nullable(),
  files: z.array(z.object({ path: z.string(), bytes: z.number().int() })),
  /** Files of it that Weir does not write back: they are taken out by hand. */
  byHand: z.array(z.string()),
  /** What was not in it when it was made. */
  leftOut: z.array(leftOutFileSchema),
});
export type OpenedBackup = z.infer<typeof openedBackupSchema>;

/** `GET /api/backup/restore/[id]/preview?cluster=…` */
export const restoreAsSchema = z.object({
  /** The name that this Pi has then. The one of the backup is right only where this Pi replaces that one. */
  cluster: clusterSchema,
});
export type RestoreAs = z.infer<typeof restoreAsSchema>;

/** `POST /api/backup/restore/[id]` */
export const restoreBackupInputSchema = z.strictObject({
  cluster: clusterSchema,
  /** Answer to the preview’s question on a buffer that is not empty. */
  waiting: z.enum(bufferChoices).optional(),
});
export type RestoreBackupInput = z.infer<typeof restoreBackupInputSchema>;

/** `POST /api/wizard/restore`: an opened backup in the place of the wizard's answers. */
export const wizardRestoreInputSchema = z.strictObject({
  id: restoreIdSchema.shape.id,
  cluster: clusterSchema,
});
export type WizardRestoreInput = z.infer<typeof wizardRestoreInputSchema>;
