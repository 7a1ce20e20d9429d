import { storedQuerySchema, storedSchema } from '@/lib/schemas/look/stored';
import { handler } from '@/lib/server/http/handler';
import { readStored } from '@/lib/server/look/stored';

export const GET = handler(
  {
    access: 'owner',
    summary: 'List the metrics that the destination has',
    query: storedQuerySchema,
    response: storedSchema,
  },
  ({ query }) => readStored(query),
);
