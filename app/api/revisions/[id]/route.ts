import { revisionDetailSchema, revisionParamsSchema } from '@/lib/schemas/revision';
import { handler } from '@/lib/server/http/handler';
import { describeRevision } from '@/lib/server/services/revisions';

export const GET = handler(
  { access: 'write-token', params: revisionParamsSchema, response: revisionDetailSchema },
  ({ params }) => describeRevision(params.id),
);
