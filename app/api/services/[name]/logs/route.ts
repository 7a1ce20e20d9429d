import { logsQuerySchema, logsSchema, serviceParamsSchema } from '@/lib/schemas/params';
import { readServiceLogs } from '@/lib/server/containers/service-logs';
import { handler } from '@/lib/server/http/handler';

export const GET = handler(
  {
    access: 'owner',
    params: serviceParamsSchema,
    query: logsQuerySchema,
    response: logsSchema,
  },
  ({ params, query }) => readServiceLogs(params.name, query.tail),
);
