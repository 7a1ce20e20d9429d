import { revisionsSchema } from '@/lib/schemas/revision';
import { listRevisions } from '@/lib/server/change/revisions';
import { handler } from '@/lib/server/http/handler';

export const GET = handler(
  { access: 'write-token', summary: 'List the revisions, newest first', response: revisionsSchema },
  listRevisions,
);
