import { openedBackupSchema, openInputSchema, restoreIdSchema } from '@/lib/schemas/backup/restore';
import { open } from '@/lib/server/backup/restore';
import { handler } from '@/lib/server/http/handler';

export const POST = handler(
  {
    access: 'owner',
    summary: 'Open a backup with its recovery key or passphrase',
    params: restoreIdSchema,
    body: openInputSchema,
    response: openedBackupSchema,
  },
  open,
);
