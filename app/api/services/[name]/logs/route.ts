import { logsQuerySchema, logsSchema, serviceParamsSchema } from '@/lib/schemas/params';
import { handler } from '@/lib/server/http/handler';
import { readServiceLogs } from '@/lib/server/services/service-logs';

export const GET = handler(
  {
    access: 'owner',
    params: serviceParamsSchema,
    query: logsQuerySchema,
    response: logsSchema,
  },
  ({ params, query }) => readServiceLogs(params.name, query.tail),
);
