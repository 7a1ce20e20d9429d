import { dashboardParamsSchema, dashboardQuerySchema, dashboardSchema } from '@/lib/schemas/look/dashboard';
import { handler } from '@/lib/server/http/handler';
import { readDashboard } from '@/lib/server/look/look';

export const GET = handler(
  {
    access: 'owner',
    summary: 'Read a dashboard with its values',
    params: dashboardParamsSchema,
    query: dashboardQuerySchema,
    response: dashboardSchema,
  },
  ({ params, query }) => readDashboard(params.id, query.span, query.pis),
);
