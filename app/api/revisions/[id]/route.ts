import { revisionDetailSchema, revisionParamsSchema } from '@/lib/schemas/revision';
import { describeRevision } from '@/lib/server/change/revisions';
import { handler } from '@/lib/server/http/handler';

export const GET = handler(
  {
    access: 'write-token',
    summary: 'Read a revision and its changes',
    params: revisionParamsSchema,
    response: revisionDetailSchema,
  },
  ({ params }) => describeRevision(params.id),
);
