import { dashboardSchema } from '@/lib/schemas/look/dashboard';
import { expressionQuerySchema } from '@/lib/schemas/look/expression';
import { handler } from '@/lib/server/http/handler';
import { readExpression } from '@/lib/server/look/expression';

export const GET = handler(
  {
    access: 'owner',
    summary: 'Evaluate a PromQL expression',
    query: expressionQuerySchema,
    response: dashboardSchema,
  },
  ({ query }) => readExpression(query.q, query.span, query.pis),
);
