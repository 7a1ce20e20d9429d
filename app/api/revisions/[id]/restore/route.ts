import { restoreInputSchema, revisionParamsSchema } from '@/lib/schemas/revision';
import { changeStartedSchema } from '@/lib/schemas/settings/settings';
import { restoreRevision } from '@/lib/server/change/revisions';
import { handler } from '@/lib/server/http/handler';

export const POST = handler(
  {
    access: 'write-token',
    params: revisionParamsSchema,
    body: restoreInputSchema,
    response: changeStartedSchema,
    status: 202,
  },
  restoreRevision,
);
