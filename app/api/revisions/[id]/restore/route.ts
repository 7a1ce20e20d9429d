import { restoreInputSchema, revisionParamsSchema } from '@/lib/schemas/revision';
import { changeStartedSchema } from '@/lib/schemas/settings/settings';
import { restoreRevision } from '@/lib/server/change/revisions';
import { changeErrors, handler } from '@/lib/server/http/handler';

export const POST = handler(
  {
    access: 'write-token',
    summary: 'Restore a revision',
    ifMatch: 'needed',
    errors: changeErrors,
    params: revisionParamsSchema,
    body: restoreInputSchema,
    response: changeStartedSchema,
    status: 202,
  },
  restoreRevision,
);
