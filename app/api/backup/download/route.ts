import { backupDownloadSchema, downloadInputSchema } from '@/lib/schemas/backup/backup';
import { makeBackupDownload } from '@/lib/server/backup/backup';
import { handler } from '@/lib/server/http/handler';

export const POST = handler(
  {
    access: 'owner',
    summary: 'Make a backup for a download',
    body: downloadInputSchema,
    response: backupDownloadSchema,
    status: 201,
    errors: ['task-running'],
  },
  makeBackupDownload,
);
