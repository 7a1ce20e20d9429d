import { revisionsSchema } from '@/lib/schemas/revision';
import { handler } from '@/lib/server/http/handler';
import { listRevisions } from '@/lib/server/services/revisions';

export const GET = handler({ access: 'write-token', response: revisionsSchema }, listRevisions);
