import { backupScheduleSchema, backupViewSchema } from '@/lib/schemas/backup/backup';
import { setBackupSchedule } from '@/lib/server/backup/backup';
import { handler } from '@/lib/server/http/handler';

export const PUT = handler(
  {
    access: 'owner',
    summary: 'Set when backups are made by themselves',
    body: backupScheduleSchema,
    response: backupViewSchema,
    ifMatch: 'optional',
    errors: ['revision-conflict', 'disk-full'],
  },
  setBackupSchedule,
);
