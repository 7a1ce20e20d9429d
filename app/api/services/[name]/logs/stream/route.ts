import { logStreamQuerySchema, logsSchema, serviceParamsSchema } from '@/lib/schemas/params';
import { followServiceLogs } from '@/lib/server/containers/service-logs';
import { handler } from '@/lib/server/http/handler';
import { sse } from '@/lib/server/http/sse';

export const GET = handler(
  {
    access: 'owner',
    summary: 'Follow the log of a service',
    events: { line: logsSchema.shape.lines },
    params: serviceParamsSchema,
    query: logStreamQuerySchema,
  },
  ({ params, query, request }) =>
    sse(
      request,
      (send, signal) =>
        followServiceLogs(params.name, { tail: query.tail, signal }, (lines) => send('line', lines)),
      'log',
    ),
);
