import { sourcesOfSchema } from '@/lib/schemas/sources-of';
import { sourcesCheckSchema, sourcesInputSchema } from '@/lib/schemas/wizard';
import { handler } from '@/lib/server/http/handler';
import { checkSourcesInput } from '@/lib/server/setup/wizard';

export const POST = handler(
  {
    access: 'owner',
    summary: 'Check the credentials of sources without asking a cloud',
    body: sourcesInputSchema,
    query: sourcesOfSchema,
    response: sourcesCheckSchema,
  },
  ({ body, query }) => checkSourcesInput(body, query.of),
);
