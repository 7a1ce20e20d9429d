import { sourceAnswersSchema } from '@/lib/schemas/source-answer';
import { sourcesOfSchema } from '@/lib/schemas/sources-of';
import { sourcesInputSchema } from '@/lib/schemas/wizard';
import { handler } from '@/lib/server/http/handler';
import { askSources } from '@/lib/server/setup/ask-sources';

export const POST = handler(
  { access: 'owner', body: sourcesInputSchema, query: sourcesOfSchema, response: sourceAnswersSchema },
  ({ body, query, request }) => askSources(body, query.of, request.signal),
);
