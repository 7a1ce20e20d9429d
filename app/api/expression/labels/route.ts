import { labelsQuerySchema, labelsSchema } from '@/lib/schemas/look/expression';
import { handler } from '@/lib/server/http/handler';
import { readLabels } from '@/lib/server/look/completion';

export const GET = handler(
  { access: 'owner', query: labelsQuerySchema, response: labelsSchema },
  ({ query }) => readLabels(query),
);
