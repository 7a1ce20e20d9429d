import { revisionDetailSchema, revisionParamsSchema } from '@/lib/schemas/revision';
import { describeRevision } from '@/lib/server/change/revisions';
import { handler } from '@/lib/server/http/handler';

export const GET = handler(
  { access: 'write-token', params: revisionParamsSchema, response: revisionDetailSchema },
  ({ params }) => describeRevision(params.id),
);
