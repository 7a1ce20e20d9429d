import { revisionParamsSchema } from '@/lib/schemas/revision';
import { changePlanSchema } from '@/lib/schemas/settings';
import { handler } from '@/lib/server/http/handler';
import { planRestore } from '@/lib/server/services/revisions';

export const GET = handler(
  { access: 'write-token', params: revisionParamsSchema, response: changePlanSchema },
  ({ params }) => planRestore(params.id),
);
