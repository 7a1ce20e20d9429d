import {
  askProgressQuerySchema,
  askProgressSchema,
  askQuerySchema,
  sourceAnswersSchema,
} from '@/lib/schemas/source-answer';
import { sourcesInputSchema } from '@/lib/schemas/wizard';
import { handler } from '@/lib/server/http/handler';
import { askProgress, askSources } from '@/lib/server/setup/ask-sources';

export const POST = handler(
  {
    access: 'owner',
    summary: 'Ask each cloud whether its key works',
    errors: ['too-many-tries'],
    body: sourcesInputSchema,
    query: askQuerySchema,
    response: sourceAnswersSchema,
  },
  ({ body, query, request }) => askSources(body, query, request.signal),
);

export const GET = handler(
  {
    access: 'owner',
    summary: 'Read how far the asking is',
    query: askProgressQuerySchema,
    response: askProgressSchema,
  },
  ({ query }) => askProgress(query.id),
);
