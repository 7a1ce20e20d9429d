import { backupViewSchema } from '@/lib/schemas/backup/backup';
import { taskStartedSchema } from '@/lib/schemas/task';
import { makeBackup, showBackup } from '@/lib/server/backup/backup';
import { handler } from '@/lib/server/http/handler';

export const GET = handler(
  { access: 'owner', summary: 'Read how backups are made, and which there are', response: backupViewSchema },
  showBackup,
);

export const POST = handler(
  {
    access: 'owner',
    summary: 'Make a backup in the folder',
    response: taskStartedSchema,
    status: 202,
    errors: ['bad-request', 'task-running'],
  },
  makeBackup,
);
