import { restoreInputSchema, revisionParamsSchema } from '@/lib/schemas/revision';
import { changeStartedSchema } from '@/lib/schemas/settings';
import { handler } from '@/lib/server/http/handler';
import { restoreRevision } from '@/lib/server/services/revisions';

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
