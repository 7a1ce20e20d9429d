import { historyQuerySchema, historySchema } from '@/lib/schemas/history';
import { handler } from '@/lib/server/http/handler';
import { readHistory } from '@/lib/server/live/read-history';

export const GET = handler(
  { access: 'owner', query: historyQuerySchema, response: historySchema },
  ({ query }) => readHistory(query),
);
