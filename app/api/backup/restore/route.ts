import { lockedBackupSchema } from '@/lib/schemas/backup/restore';
import { RESTORE_MAX_BYTES } from '@/lib/schemas/plain';
import { receive } from '@/lib/server/backup/restore';
import { handler } from '@/lib/server/http/handler';

export const POST = handler(
  {
    access: 'owner',
    summary: 'Bring a backup to the panel, for ten minutes',
    upload: 'application/octet-stream',
    maxBytes: RESTORE_MAX_BYTES,
    response: lockedBackupSchema,
    status: 201,
  },
  receive,
);
