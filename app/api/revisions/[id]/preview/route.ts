import { revisionParamsSchema } from '@/lib/schemas/revision';
import { changePreviewSchema } from '@/lib/schemas/settings/settings';
import { previewRestore } from '@/lib/server/change/revisions';
import { engineErrors, handler } from '@/lib/server/http/handler';

export const GET = handler(
  {
    access: 'write-token',
    summary: 'Preview what restoring a revision would do',
    errors: engineErrors,
    params: revisionParamsSchema,
    response: changePreviewSchema,
  },
  ({ params }) => previewRestore(params.id),
);
