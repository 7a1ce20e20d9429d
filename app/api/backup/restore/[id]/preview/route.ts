import { restoreAsSchema, restoreIdSchema } from '@/lib/schemas/backup/restore';
import { changePreviewSchema } from '@/lib/schemas/settings/settings';
import { previewRestore } from '@/lib/server/backup/restore';
import { engineErrors, handler } from '@/lib/server/http/handler';

export const GET = handler(
  {
    access: 'owner',
    summary: 'See what restoring a backup would change',
    params: restoreIdSchema,
    query: restoreAsSchema,
    response: changePreviewSchema,
    errors: engineErrors,
  },
  previewRestore,
);
