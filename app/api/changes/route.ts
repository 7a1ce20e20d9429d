import { changesSchema } from '@/lib/schemas/revision';
import { readChanges } from '@/lib/server/change/changes';
import { handler } from '@/lib/server/http/handler';

export const GET = handler(
  {
    access: 'write-token',
    summary: 'Read where files, revisions and containers disagree',
    response: changesSchema,
  },
  readChanges,
);
