import { eventsQuerySchema, eventsSchema } from '@/lib/schemas/event';
import { handler } from '@/lib/server/http/handler';
import { readEvents } from '@/lib/server/services/timeline';

export const GET = handler(
  { access: 'owner', query: eventsQuerySchema, response: eventsSchema },
  ({ query }) => readEvents(query),
);
