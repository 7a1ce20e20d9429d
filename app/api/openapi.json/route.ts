import { handler } from '@/lib/server/http/handler';
import { describeApi } from '@/lib/server/http/openapi';
import { download } from '@/lib/server/http/places';

export const GET = handler(
  { access: 'read-token', summary: 'Read this description of the API', file: 'application/json' },
  ({ request }) => download(request, describeApi),
);
