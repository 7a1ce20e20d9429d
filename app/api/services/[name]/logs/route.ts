import { logsQuerySchema, logsSchema, serviceParamsSchema } from '@/lib/schemas/params';
import { readServiceLogs } from '@/lib/server/containers/service-logs';
import { engineErrors, handler } from '@/lib/server/http/handler';

export const GET = handler(
  {
    access: 'owner',
    summary: 'Read the last lines of a service’s log',
    errors: engineErrors,
    params: serviceParamsSchema,
    query: logsQuerySchema,
    response: logsSchema,
  },
  ({ params, query }) => readServiceLogs(params.name, query.tail),
);
