import { resourcesQuerySchema, resourcesSchema, sourceParamsSchema } from '@/lib/schemas/resources';
import { exporterErrors, handler } from '@/lib/server/http/handler';
import { readResources } from '@/lib/server/resources/resources';

export const GET = handler(
  {
    access: 'owner',
    summary: 'List what a cloud’s exporter has found',
    errors: exporterErrors,
    params: sourceParamsSchema,
    query: resourcesQuerySchema,
    response: resourcesSchema,
  },
  ({ params, query }) => readResources(params.id, query),
);
