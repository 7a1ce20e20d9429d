import { changesSchema } from '@/lib/schemas/revision';
import { handler } from '@/lib/server/http/handler';
import { readChanges } from '@/lib/server/services/changes';

export const GET = handler({ access: 'write-token', response: changesSchema }, readChanges);
