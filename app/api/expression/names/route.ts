import { namesSchema } from '@/lib/schemas/look/expression';
import { handler } from '@/lib/server/http/handler';
import { readNames } from '@/lib/server/look/completion';

export const GET = handler(
  { access: 'owner', summary: 'List the metrics that an expression can name', response: namesSchema },
  readNames,
);
