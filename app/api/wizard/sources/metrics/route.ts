import { metricsAnswerSchema, metricsQuestionSchema } from '@/lib/schemas/listing/source-metrics';
import { sourcesOfSchema } from '@/lib/schemas/sources-of';
import { handler } from '@/lib/server/http/handler';
import { listSourceMetrics } from '@/lib/server/setup/ask-sources';

export const POST = handler(
  {
    access: 'owner',
    summary: 'List what an account has of a group of metrics',
    errors: ['too-many-tries'],
    body: metricsQuestionSchema,
    query: sourcesOfSchema,
    response: metricsAnswerSchema,
  },
  ({ body, query, request }) => listSourceMetrics(body, query.of, request.signal),
);
