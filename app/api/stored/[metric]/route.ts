import { dashboardQuerySchema, dashboardSchema } from '@/lib/schemas/look/dashboard';
import { storedParamsSchema } from '@/lib/schemas/look/stored';
import { handler } from '@/lib/server/http/handler';
import { readMetric } from '@/lib/server/look/stored';

export const GET = handler(
  {
    access: 'owner',
    summary: 'Read one metric as the destination has it',
    params: storedParamsSchema,
    query: dashboardQuerySchema,
    response: dashboardSchema,
  },
  ({ params, query }) => readMetric(params.metric, query.span, query.pis),
);
