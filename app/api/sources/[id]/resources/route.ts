import { resourcesQuerySchema, resourcesSchema, sourceParamsSchema } from '@/lib/schemas/resources';
import { handler } from '@/lib/server/http/handler';
import { readResources } from '@/lib/server/resources/resources';

export const GET = handler(
  { access: 'owner', params: sourceParamsSchema, query: resourcesQuerySchema, response: resourcesSchema },
  ({ params, query }) => readResources(params.id, query),
);
