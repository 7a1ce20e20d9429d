import { metricsAnswerSchema, metricsQuestionSchema } from '@/lib/schemas/listing/source-metrics';
import { sourcesOfSchema } from '@/lib/schemas/sources-of';
import { handler } from '@/lib/server/http/handler';
import { listSourceMetrics } from '@/lib/server/setup/ask-sources';

export const POST = handler(
  { access: 'owner', body: metricsQuestionSchema, query: sourcesOfSchema, response: metricsAnswerSchema },
  ({ body, query, request }) => listSourceMetrics(body, query.of, request.signal),
);
