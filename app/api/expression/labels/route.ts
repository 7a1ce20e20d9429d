import { labelsQuerySchema, metricLabelsSchema } from '@/lib/schemas/look/expression';
import { handler } from '@/lib/server/http/handler';
import { readLabels } from '@/lib/server/look/completion';

export const GET = handler(
  {
    access: 'owner',
    summary: 'List labels of a metric, or values of a label',
    query: labelsQuerySchema,
    response: metricLabelsSchema,
  },
  ({ query }) => readLabels(query),
);
