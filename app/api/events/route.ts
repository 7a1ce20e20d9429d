import { eventsQuerySchema, eventsSchema } from '@/lib/schemas/event';
import { handler } from '@/lib/server/http/handler';
import { readEvents } from '@/lib/server/live/timeline';

export const GET = handler(
  {
    access: 'owner',
    summary: 'List what happened to the pipeline, newest first',
    query: eventsQuerySchema,
    response: eventsSchema,
  },
  ({ query }) => readEvents(query),
);
