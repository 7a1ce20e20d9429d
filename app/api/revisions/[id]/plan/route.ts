import { revisionParamsSchema } from '@/lib/schemas/revision';
import { changePlanSchema } from '@/lib/schemas/settings/settings';
import { planRestore } from '@/lib/server/change/revisions';
import { handler } from '@/lib/server/http/handler';

export const GET = handler(
  { access: 'write-token', params: revisionParamsSchema, response: changePlanSchema },
  ({ params }) => planRestore(params.id),
);
