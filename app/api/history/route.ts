import { historySchema } from '@/lib/schemas/history';
import { handler } from '@/lib/server/http/handler';
import { readHistory } from '@/lib/server/services/history';

export const GET = handler({ access: 'owner', response: historySchema }, readHistory);
