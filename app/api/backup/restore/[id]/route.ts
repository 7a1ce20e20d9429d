import { restoreBackupInputSchema, restoreIdSchema } from '@/lib/schemas/backup/restore';
import { changeStartedSchema } from '@/lib/schemas/settings/settings';
import { restoreBackup } from '@/lib/server/backup/restore';
import { changeErrors, handler } from '@/lib/server/http/handler';

export const POST = handler(
  {
    access: 'owner',
    summary: 'Restore a backup',
    params: restoreIdSchema,
    body: restoreBackupInputSchema,
    response: changeStartedSchema,
    status: 202,
    ifMatch: 'needed',
    errors: changeErrors,
  },
  restoreBackup,
);
