import { supportFileParamsSchema } from '@/lib/schemas/support';
import { handler } from '@/lib/server/http/handler';
import { supportFile } from '@/lib/server/support/support';

export const GET = handler(
  {
    access: 'owner',
    summary: 'Read one file of a support bundle',
    file: 'text/plain; charset=utf-8',
    params: supportFileParamsSchema,
  },
  ({ params }) => new Response(new Uint8Array(supportFile(params.id, params.index))),
);
