import { answerParamsSchema, answerQuerySchema, answerSchema } from '@/lib/schemas/settings/answer';
import { exporterErrors, handler } from '@/lib/server/http/handler';
import { readAnswer } from '@/lib/server/settings/filters/answer';

export const GET = handler(
  {
    access: 'owner',
    summary: 'Read what the target of a scrape job answers now',
    errors: exporterErrors,
    params: answerParamsSchema,
    query: answerQuerySchema,
    response: answerSchema,
  },
  ({ params, query, request }) => readAnswer(params.job, query, request.signal),
);
